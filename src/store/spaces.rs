//! The schema: every space there is, documented as `` `key -> value` ``.
//!
//! Ids are stored and never reused; a retired space stays here as a tombstone. Values are one tag byte and
//! JSON unless said otherwise. 1 to 9 serve every record; records and their indices begin at 10.

use crate::kv::Space;

/// `what: text -> what it is`: facts about the directory itself: the schema version under `"schema"`, each applied
/// migration under `"migration", number: u32`, the epoch of each index under `"index", space`, the end of the audit record
/// under `"audit"`.
pub const META: Space = Space::new(1, "meta");

/// `name parts -> last: u64` (8 bytes, big-endian): gap-free counters.
pub const COUNTERS: Space = Space::new(2, "counters");

/// `subject: bytes, seq: u64 -> event`: what happened to each record, oldest first.
pub const HISTORY: Space = Space::new(3, "history");

/// `seq: u64 -> subject` (raw bytes): everything that happened, in the order of the commits.
pub const FEED: Space = Space::new(4, "feed");

/// `name -> setting`: the office's own facts, one record each.
pub const SETTINGS: Space = Space::new(10, "settings");

/// `username -> account`.
pub const USERS: Space = Space::new(11, "users");

/// `role, made at, username -> nothing`: who has a role, oldest first.
pub const USERS_BY_ROLE: Space = Space::new(12, "users_by_role");

/// `SHA-256 of the token -> sign-in`.
pub const SESSIONS: Space = Space::new(13, "sessions");

/// `username, SHA-256 of the token -> nothing`.
pub const SESSIONS_BY_USER: Space = Space::new(14, "sessions_by_user");

/// `procedure code, version -> procedure`: never changed once written.
pub const PROCEDURE_VERSIONS: Space = Space::new(15, "procedure_versions");

/// `generation, procedure code -> version shown`.
pub const CATALOGUE: Space = Space::new(16, "catalogue");

/// `upload id -> file, its owner, and the dossiers that use it`.
pub const UPLOADS: Space = Space::new(17, "uploads");

/// `uploaded at, upload id -> nothing`: uploads that no dossier uses yet.
pub const UPLOADS_UNUSED: Space = Space::new(18, "uploads_unused");

/// `draft id -> draft`.
pub const DRAFTS: Space = Space::new(19, "drafts");

/// `dossier code -> dossier`.
pub const DOSSIERS: Space = Space::new(20, "dossiers");

/// `status, due at or filed at, code -> summary`: work lists, most urgent first.
pub const DOSSIERS_BY_STATUS: Space = Space::new(21, "dossiers_by_status");

/// `username, due at or filed at, code -> summary`: what an officer holds.
pub const DOSSIERS_BY_HOLDER: Space = Space::new(22, "dossiers_by_holder");

/// `username, filed at (newest first), code -> summary`: what a citizen filed.
pub const DOSSIERS_BY_OWNER: Space = Space::new(23, "dossiers_by_owner");

/// `filed at (newest first), code -> nothing`.
pub const DOSSIERS_BY_TIME: Space = Space::new(24, "dossiers_by_time");

/// `telephone or identity number, code -> nothing`.
pub const DOSSIERS_BY_CONTACT: Space = Space::new(25, "dossiers_by_contact");

/// `folded name of the applicant, code -> nothing`.
pub const DOSSIERS_BY_NAME: Space = Space::new(26, "dossiers_by_name");

/// `dossier code, kind, edition -> slip`.
pub const SLIPS: Space = Space::new(27, "slips");

/// `account or draft, key of the request -> outcome`: so that a repetition answers the same.
pub const OUTCOMES: Space = Space::new(28, "outcomes");

/// `number: u64 -> entry and its link`: the audit record, oldest first; only ever added to.
pub const AUDIT: Space = Space::new(5, "audit");

/// `number of the last entry -> checkpoint`: ends of the chain that the office has signed.
pub const AUDIT_CHECKPOINTS: Space = Space::new(6, "audit_checkpoints");

/// `number of the first entry -> segment`: entries that lie in files of their own.
pub const AUDIT_SEGMENTS: Space = Space::new(7, "audit_segments");

/// `SHA-256, upload id -> nothing`: which uploads have a content.
pub const UPLOADS_BY_HASH: Space = Space::new(50, "uploads_by_hash");

/// `SHA-256 -> tombstone`: contents that no record names any more.
pub const TOMBSTONES: Space = Space::new(51, "tombstones");

/// `since, SHA-256 -> nothing`: contents in the trash, oldest first.
pub const TOMBSTONES_IN_TRASH: Space = Space::new(52, "tombstones_in_trash");

/// `SHA-256 -> damage`: contents that were found missing or changed.
pub const DAMAGES: Space = Space::new(53, "damages");
/// `audience, pile, due at or filed at, code -> nothing`: open dossiers as those see them who do not see all of them.
pub const DOSSIERS_BY_DESK: Space = Space::new(30, "dossiers_by_desk");

/// `what is counted -> how many: u64` (8 bytes, big-endian): counts kept with the records.
pub const TALLIES: Space = Space::new(31, "tallies");

/// `delegation id -> delegation`.
pub const DELEGATIONS: Space = Space::new(32, "delegations");

/// `username of the delegate, last day, delegation id -> nothing`.
pub const DELEGATIONS_BY_DELEGATE: Space = Space::new(33, "delegations_by_delegate");

/// `process id, version -> process`: never changed once written.
pub const PROCESS_VERSIONS: Space = Space::new(34, "process_versions");

/// `process id -> which version is current, and for which procedures`.
pub const PROCESSES: Space = Space::new(35, "processes");

/// `procedure code, process id -> nothing`: which process a procedure has of its own.
pub const PROCESSES_BY_PROCEDURE: Space = Space::new(36, "processes_by_procedure");

/// `kind, issued at, number, dossier code, edition -> nothing`: issued slips in the order of their numbers.
pub const SLIPS_BY_TIME: Space = Space::new(70, "slips_by_time");

/// `made at, id -> backup`: backups that were made.
pub const BACKUPS: Space = Space::new(57, "backups");
/// `at, code -> nothing`: what the clock does by itself on dossiers, the earliest first.
pub const TIMERS: Space = Space::new(37, "timers");

/// `username, name -> view`: addresses of lists that officers keep.
pub const VIEWS: Space = Space::new(39, "views");

/// `username, procedure code -> nothing more`: procedures that officers keep at hand.
pub const FAVOURITES: Space = Space::new(92, "favourites");

/// `username, procedure code, draft id -> nothing`: what a citizen is preparing.
pub const DRAFTS_BY_OWNER: Space = Space::new(80, "drafts_by_owner");

/// `day of the last change, draft id -> nothing`: the longest untouched first.
pub const DRAFTS_BY_DAY: Space = Space::new(81, "drafts_by_day");

/// `short code -> draft id, until when`: to go on with a draft on another device.
pub const DRAFT_CODES: Space = Space::new(82, "draft_codes");

/// `template name, version -> template`: the office's own print templates; never changed once written, since slips that
/// were issued under them are drawn with them.
pub const TEMPLATES: Space = Space::new(71, "templates");

/// `procedure code, version -> definition of its electronic form`.
pub const FORMS: Space = Space::new(83, "forms");

/// `id -> verified paper`: what an officer verified or the office issued, for use in later dossiers.
pub const VERIFIED_PAPERS: Space = Space::new(90, "verified_papers");

/// `identity number, id -> nothing`: the verified papers of a person.
pub const VERIFIED_PAPERS_BY_PERSON: Space = Space::new(91, "verified_papers_by_person");

/// `code -> piece of feedback`: questions, reports, proposals.
pub const FEEDBACK: Space = Space::new(110, "feedback");

/// `pile, due at or minus answered at, code -> row`: what officers list, the most urgent or the newest first.
pub const FEEDBACK_BY_PILE: Space = Space::new(111, "feedback_by_pile");

/// `procedure code or nothing, public since (newest first), code -> card`: questions and answers for everybody.
pub const FEEDBACK_PUBLIC: Space = Space::new(112, "feedback_public");

/// `username, sent at (newest first), code -> row`: what a citizen sent.
pub const FEEDBACK_BY_OWNER: Space = Space::new(113, "feedback_by_owner");

/// `id -> link`: given to schools, hospitals, heads of villages.
pub const PREFILL_LINKS: Space = Space::new(114, "prefill_links");

/// `made at (newest first), id -> nothing`.
pub const PREFILL_LINKS_BY_TIME: Space = Space::new(115, "prefill_links_by_time");

/// Every space, so that a test can see that ids and names are distinct.
pub const ALL: &[Space] = &[
    META,
    COUNTERS,
    HISTORY,
    FEED,
    SETTINGS,
    USERS,
    USERS_BY_ROLE,
    SESSIONS,
    SESSIONS_BY_USER,
    PROCEDURE_VERSIONS,
    CATALOGUE,
    UPLOADS,
    UPLOADS_UNUSED,
    DRAFTS,
    DOSSIERS,
    DOSSIERS_BY_STATUS,
    DOSSIERS_BY_HOLDER,
    DOSSIERS_BY_OWNER,
    DOSSIERS_BY_TIME,
    DOSSIERS_BY_CONTACT,
    DOSSIERS_BY_NAME,
    SLIPS,
    OUTCOMES,
    AUDIT,
    AUDIT_CHECKPOINTS,
    AUDIT_SEGMENTS,
    UPLOADS_BY_HASH,
    TOMBSTONES,
    TOMBSTONES_IN_TRASH,
    DAMAGES,
    BACKUPS,
    DOSSIERS_BY_DESK,
    TALLIES,
    DELEGATIONS,
    DELEGATIONS_BY_DELEGATE,
    PROCESS_VERSIONS,
    PROCESSES,
    PROCESSES_BY_PROCEDURE,
    TIMERS,
    VIEWS,
    FAVOURITES,
    DRAFTS_BY_OWNER,
    DRAFTS_BY_DAY,
    DRAFT_CODES,
    FORMS,
    TEMPLATES,
    SLIPS_BY_TIME,
    VERIFIED_PAPERS,
    VERIFIED_PAPERS_BY_PERSON,
    FEEDBACK,
    FEEDBACK_BY_PILE,
    FEEDBACK_PUBLIC,
    FEEDBACK_BY_OWNER,
    PREFILL_LINKS,
    PREFILL_LINKS_BY_TIME,
];
