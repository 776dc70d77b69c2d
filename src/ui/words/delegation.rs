//! Delegations in words.

use crate::domain::delegation::AwayGround;

/// Why somebody is away.
pub const fn ground(ground: AwayGround) -> &'static str {
    match ground {
        AwayGround::BusinessTrip => "Đi công tác",
        AwayGround::Leave => "Nghỉ phép",
        AwayGround::Other => "Lý do khác",
    }
}
