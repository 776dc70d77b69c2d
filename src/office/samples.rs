//! What the office ships: see `data-samples/README.md` for contents, sources and rights.

/// The national commune-level procedures, JSON lines, gzip.
pub const PROCEDURES: &[u8] = include_bytes!("../../data-samples/procedures/commune.jsonl.gz");
/// Name under which [`PROCEDURES`] is imported.
pub const PROCEDURES_NAME: &str = "commune.jsonl.gz";
/// Internal processes of common procedures, JSON.
pub const PROCESSES: &str = include_str!("../../assets/processes/shipped.json");
/// The 34 provinces, CSV.
pub const PROVINCES: &[u8] = include_bytes!("../../data-samples/admin_units/provinces.csv");
/// The 3,321 communes, wards and special zones, CSV, gzip.
pub const COMMUNES: &[u8] = include_bytes!("../../data-samples/admin_units/communes.csv.gz");
/// The 54 ethnic groups (dân tộc), CSV.
pub const ETHNIC_GROUPS: &[u8] = include_bytes!("../../data-samples/catalogs/dan_toc.csv");
/// Life events (sự kiện đời sống) in their groups, CSV.
pub const LIFE_EVENT_GROUPS: &[u8] =
    include_bytes!("../../data-samples/catalogs/life_event_groups.csv");
/// Which procedures belong to which group of life events, CSV.
pub const LIFE_EVENT_PROCEDURES: &[u8] =
    include_bytes!("../../data-samples/catalogs/life_event_procedures.csv");
/// Sets of statutory forms, JSON.
pub const FORM_SETS: &[u8] = include_bytes!("../../data-samples/forms/form_sets.json");
/// Public holidays 2020–2030, CSV.
pub const HOLIDAYS: &[u8] = include_bytes!("../../data-samples/calendar/holidays_vn_2020_2030.csv");
/// Working days in exchange for days off, CSV.
pub const SWAPS: &[u8] = include_bytes!("../../data-samples/calendar/swap_working_days.csv");
/// Old communes and the new one that each belongs to now, CSV, gzip.
pub const OLD_COMMUNES: &[u8] =
    include_bytes!("../../data-samples/admin_units/old_communes.csv.gz");
/// Ready parts of a person for electronic forms, JSON.
pub const FORM_PARTS: &str = include_str!("../../data-samples/forms/parts.json");
/// Electronic forms of the ten commonest procedures, JSON.
pub const FORMS: [&str; 10] = [
    include_str!("../../data-samples/forms/1.000656.json"),
    include_str!("../../data-samples/forms/1.000894.json"),
    include_str!("../../data-samples/forms/1.001022.json"),
    include_str!("../../data-samples/forms/1.001193.json"),
    include_str!("../../data-samples/forms/1.001612.json"),
    include_str!("../../data-samples/forms/1.004837.json"),
    include_str!("../../data-samples/forms/1.004873.json"),
    include_str!("../../data-samples/forms/2.000635.json"),
    include_str!("../../data-samples/forms/2.000815.json"),
    include_str!("../../data-samples/forms/2.000884.json"),
];
/// One paper of each kind with everything that it may say, by the key of the kind, JSON.
pub const SLIPS: &str = include_str!("../../data-samples/slips.json");
/// The form of a procedure that has none of its own, JSON.
pub const GENERIC_FORM: &str = include_str!("../../data-samples/forms/generic.json");
