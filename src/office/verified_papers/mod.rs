//! The store of verified papers (kho giấy tờ đã xác thực): what goes in, who knows of it, what it is offered for.
//!
//! Whoever may know of the dossier that a paper came from may know of the paper; a citizen may when an officer has
//! confirmed that the number is theirs. A paper whose dossier turned out to be somebody else's is nobody's.

mod keep;
mod reuse;
mod revoke;

pub(super) use keep::{Done, follow, new_ids};
pub(super) use reuse::{admitted, note};

use super::{Decline, Declined, Office, Viewer};
use crate::domain::audit::{Deed, Ground, Trace};
use crate::domain::dossier::{Dossier, FileRef};
use crate::domain::person::PaperNumber;
use crate::domain::procedure::Procedure;
use crate::domain::time::{Day, Moment};
use crate::domain::verified_paper::{Offer, VerifiedPaper};
use crate::kv::{KvError, View};
use crate::store::verified_papers::of_person;
use crate::store::{Load, audit};

/// Papers of a person that are looked at.
const OF_A_PERSON: usize = 200;

/// Whether `viewer` may know of the paper.
fn knows(
    view: &(impl View + ?Sized),
    viewer: &Viewer,
    paper: &VerifiedPaper,
) -> Result<bool, KvError> {
    let Some(source) = view.load::<Dossier>(&paper.from.dossier)? else {
        return Ok(false);
    };
    let theirs = source.applicant.id_number.as_ref() == Some(&paper.person);
    let may = if viewer.is_officer() {
        viewer.may_see(&source)
    } else {
        viewer.confirmed_number() == Some(&paper.person)
    };
    Ok(theirs && may)
}

/// What `viewer` may know of a person's papers, the newest first.
fn known(
    view: &(impl View + ?Sized),
    viewer: &Viewer,
    person: &PaperNumber,
) -> Result<Vec<VerifiedPaper>, KvError> {
    let mut papers = Vec::new();
    for paper in of_person(view, person, OF_A_PERSON)? {
        if knows(view, viewer, &paper)? {
            papers.push(paper);
        }
    }
    Ok(papers)
}

impl Office {
    /// Verified papers of a person that fit the papers of a procedure and hold on `day`, as far as `viewer` may know of them.
    pub fn reusable_papers(
        &self,
        viewer: &Viewer,
        person: &PaperNumber,
        procedure: &Procedure,
        day: Day,
    ) -> Result<Vec<Offer>, KvError> {
        let papers = self.kv.read(|view| known(view, viewer, person))?;
        let mut offers = Vec::new();
        for component in &procedure.components {
            let fitting = papers
                .iter()
                .filter(|paper| paper.may_replace(component, person, day));
            offers.extend(fitting.map(|paper| Offer {
                component: component.id.clone(),
                paper: paper.clone(),
            }));
        }
        Ok(offers)
    }

    /// The verified papers of the person whose dossier this is, as an officer sees them; that they were read is noted.
    pub async fn papers_of_applicant(
        &self,
        viewer: &Viewer,
        dossier: &Dossier,
        now: Moment,
    ) -> Result<Vec<VerifiedPaper>, Declined> {
        viewer.must_read_dossiers()?;
        let Some(person) = &dossier.applicant.id_number else {
            return Ok(Vec::new());
        };
        let papers = self.kv.read(|view| known(view, viewer, person))?;
        self.note_reading(
            viewer,
            Deed::DossierRead,
            dossier,
            Some("verified_papers"),
            now,
        )
        .await?;
        Ok(papers)
    }

    /// A citizen's own verified papers; none before an officer has confirmed their number.
    pub fn own_papers(&self, viewer: &Viewer) -> Result<Vec<VerifiedPaper>, KvError> {
        match viewer.confirmed_number() {
            Some(person) => self.kv.read(|view| known(view, viewer, person)),
            None => Ok(Vec::new()),
        }
    }

    /// The file of a citizen's own verified paper; that it was opened is noted.
    pub async fn open_verified_paper(
        &self,
        viewer: &Viewer,
        id: &str,
        now: Moment,
    ) -> Result<FileRef, Declined> {
        let paper = self.known_paper(viewer, id)?;
        let file = paper.file.ok_or(Decline::NotFound)?;
        let trace = Trace::new(&viewer.by(), Deed::FileRead, now)
            .on(paper.from.dossier.as_str())
            .because(Ground::Own)
            .detail(file.id.as_str());
        self.kv
            .write(move |tx| -> Result<(), Declined> {
                audit::write(tx, &trace)?;
                Ok(())
            })
            .await?;
        Ok(file)
    }

    /// The verified paper with this id, if `viewer` may know of it.
    pub fn known_paper(&self, viewer: &Viewer, id: &str) -> Result<VerifiedPaper, Declined> {
        let found = self.kv.read(|view| {
            let Some(paper) = view.load::<VerifiedPaper>(&id.to_owned())? else {
                return Ok(None);
            };
            Ok(knows(view, viewer, &paper)?.then_some(paper))
        })?;
        found.ok_or_else(|| Decline::NotFound.into())
    }
}
