//! Makes the demo: office, accounts, catalogue, then the play.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::desk::Out;
use super::super::failure::Failure;
use super::accounts::Accounts;
use super::cast::{self, MEMBERS, Member};
use super::dice::Dice;
use super::feedback;
use super::people::Person;
use super::plan::{Planner, repertoire};
use super::play::{self, Stage};
use crate::domain::officer::{Role, Username};
use crate::domain::person::{PaperNumber, Phone};
use crate::domain::procedure::Procedure;
use crate::domain::status::Status;
use crate::domain::text::Line;
use crate::domain::time::Moment;
use crate::kv::Durability;
use crate::office::accounts::NewAccount;
use crate::office::{Office, shipped};

/// The play is the same every time.
const SEED: u64 = 18_001;

/// The office was founded a little before its first dossier, in seconds.
const FOUNDED: i64 = 95 * 86_400;

/// Fills an empty office. Until the last line nothing has to survive a crash: a demo that was left half-made is made anew.
pub(super) async fn build(
    office: &Office,
    accounts: &Accounts,
    base_url: &str,
    count: usize,
    now: Moment,
    out: &mut dyn Out,
) -> Result<(), Failure> {
    let founded = now.plus_seconds(-FOUNDED);
    office.kv.set_durability(Durability::Relaxed);
    out.progress("đang nạp danh mục thủ tục");
    office
        .found(cast::profile(base_url), shipped::calendar(), founded)
        .await?;
    let mut dice = Dice::new(SEED);
    let year = now.day().year();
    let citizens: Vec<Person> = cast::with_role(Role::Citizen)
        .map(|member| Person::named(&mut dice, year, member.name))
        .collect();
    let catalogue = {
        let office = office.clone();
        tokio::task::spawn_blocking(move || office.import_shipped(founded, &mut |_| {}))
    };
    join(office, accounts, &citizens, now).await?;
    catalogue.await.map_err(|_| Failure::bug())??;
    if count > 0 {
        let procedures = every_procedure(office).await?;
        perform(
            office,
            repertoire(procedures),
            citizens,
            dice,
            count,
            now,
            out,
        )
        .await?;
    }
    let office = office.clone();
    let flushed = tokio::task::spawn_blocking(move || {
        office.kv.set_durability(Durability::Sync);
        office.kv.rest()
    });
    Ok(flushed.await.map_err(|_| Failure::bug())??)
}

/// Makes every account; hashing is what takes the time, so all at once.
async fn join(
    office: &Office,
    accounts: &Accounts,
    citizens: &[Person],
    now: Moment,
) -> Result<(), Failure> {
    let mut tasks = tokio::task::JoinSet::new();
    let mut people = citizens.iter();
    for ((at, member), account) in (0..).zip(&MEMBERS).zip(&accounts.accounts) {
        let person = (member.role == Role::Citizen)
            .then(|| people.next())
            .flatten();
        let new = new_account(member, &account.password, person);
        let office = office.clone();
        let since = now.plus_seconds(at - FOUNDED);
        tasks.spawn(async move { office.create_account(new, since).await });
    }
    while let Some(made) = tasks.join_next().await {
        made.map_err(|_| Failure::bug())??;
    }
    Ok(())
}

fn new_account(member: &Member, password: &str, person: Option<&Person>) -> NewAccount {
    NewAccount {
        username: Username::new(member.username).expect("the cast has proper user names"),
        name: Line::new(member.name).expect("the cast has proper names"),
        roles: vec![member.role],
        unit: (!member.unit.is_empty()).then(|| member.unit.to_owned()),
        password: password.to_owned(),
        fields: Vec::new(),
        phone: person.and_then(|person| Phone::new(&person.phone).ok()),
        id_number: person.and_then(|person| PaperNumber::new(&person.id_number).ok()),
    }
}

async fn every_procedure(office: &Office) -> Result<Vec<Arc<Procedure>>, Failure> {
    let office = office.clone();
    let read = tokio::task::spawn_blocking(move || {
        let mut all = Vec::new();
        office.each_procedure(&mut |procedure| {
            all.push(Arc::new(procedure));
            Ok(())
        })?;
        Ok::<_, crate::kv::KvError>(all)
    });
    Ok(read.await.map_err(|_| Failure::bug())??)
}

async fn perform(
    office: &Office,
    procedures: Vec<Arc<Procedure>>,
    citizens: Vec<Person>,
    dice: Dice,
    count: usize,
    now: Moment,
    out: &mut dyn Out,
) -> Result<(), Failure> {
    let calendar = office
        .facts()
        .map(|facts| facts.calendar)
        .unwrap_or_default();
    let mut planner = Planner {
        now,
        calendar: &calendar,
        procedures: &procedures,
        citizens: &citizens,
        dice,
    };
    let plans = planner.plan(count);
    let mut stage = Stage {
        office,
        dice: planner.dice.clone(),
        calendar: calendar.clone(),
        reception: play::viewers(office, Role::Reception)?,
        specialists: play::viewers(office, Role::Specialist)?,
        leaders: play::viewers(office, Role::Leader)?,
        citizens: play::viewers(office, Role::Citizen)?,
    };
    let statuses = play::play(&mut stage, &plans, out).await?;
    feedback::play(&stage, now).await?;
    let missing: BTreeSet<Status> = Status::ALL
        .into_iter()
        .filter(|status| !statuses.contains(status))
        .collect();
    if count >= Status::ALL.len() && !missing.is_empty() {
        tracing::warn!(?missing, "hồ sơ mẫu thiếu trạng thái");
    }
    Ok(())
}
