//! Every kind of record there is, for whoever goes through all of them.

use super::accounts::Session;
use super::audit::{Checkpoint, Segment};
use super::backups::Backup;
use super::catalogue::CatalogueEntry;
use super::contents::{Damage, Tombstone};
use super::favourites::Favourite;
use super::forms::FormVersion;
use super::papers::{Draft, DraftCode, Outcome, Upload};
use super::processes::ProcessUse;
use super::slips::Template;
use super::views::SavedView;
use super::{Registry, spaces};
use crate::domain::{
    delegation::Delegation, dossier::Dossier, feedback::Feedback, officer::User,
    prefill::PrefillLink, procedure::Procedure, slip::Slip, verified_paper::VerifiedPaper,
    workflow::Process,
};

/// Every kind of record.
pub fn registry() -> Registry {
    Registry::new()
        .record::<User>()
        .record::<Session>()
        .record::<Procedure>()
        .record::<CatalogueEntry>()
        .record::<Upload>()
        .record::<Draft>()
        .record::<DraftCode>()
        .record::<FormVersion>()
        .record::<Dossier>()
        .record::<Slip>()
        .record::<Template>()
        .record::<Outcome>()
        .record::<Process>()
        .record::<ProcessUse>()
        .record::<Delegation>()
        .record::<SavedView>()
        .record::<Favourite>()
        .record::<VerifiedPaper>()
        .record::<Feedback>()
        .record::<PrefillLink>()
        .record::<Tombstone>()
        .record::<Damage>()
        .record::<Checkpoint>()
        .record::<Segment>()
        .record::<Backup>()
        .plain(spaces::SETTINGS)
}
