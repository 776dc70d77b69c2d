//! What the office ships: see `data-samples/README.md` for contents, sources and rights.

/// The national commune-level procedures, JSON lines, gzip.
pub const PROCEDURES: &[u8] = include_bytes!("../../data-samples/procedures/commune.jsonl.gz");
/// Name under which [`PROCEDURES`] is imported.
pub const PROCEDURES_NAME: &str = "commune.jsonl.gz";
/// Internal processes of common procedures, JSON.
pub const PROCESSES: &str = include_str!("../../assets/processes/shipped.json");
/// The 34 provinces, CSV.
pub const PROVINCES: &[u8] = include_bytes!("../../data-samples/admin_units/provinces.csv");
/// The 3,321 communes, wards and special zones, CSV.
pub const COMMUNES: &[u8] = include_bytes!("../../data-samples/admin_units/communes.csv");
/// The 54 ethnic groups (dân tộc), CSV.
pub const ETHNIC_GROUPS: &[u8] = include_bytes!("../../data-samples/catalogs/dan_toc.csv");
/// Life events (sự kiện đời sống) in their groups, CSV.
pub const LIFE_EVENT_GROUPS: &[u8] =
    include_bytes!("../../data-samples/catalogs/life_event_groups.csv");
/// Which procedures belong to which group of life events, CSV.
pub const LIFE_EVENT_PROCEDURES: &[u8] =
    include_bytes!("../../data-samples/catalogs/life_event_procedures.csv");
/// Public holidays 2020–2030, CSV.
pub const HOLIDAYS: &[u8] = include_bytes!("../../data-samples/calendar/holidays_vn_2020_2030.csv");
/// Working days in exchange for days off, CSV.
pub const SWAPS: &[u8] = include_bytes!("../../data-samples/calendar/swap_working_days.csv");
