//! Signing in and out (đăng nhập, đăng xuất).

use argon2::{Algorithm, Argon2, Block, Params, Version};
use sha2::{Digest, Sha256};

use super::delegate::stands_for;
use super::{Decline, Declined, Office, Viewer, random};
use crate::domain::{
    audit::{By, Deed, Trace, Who},
    officer::{User, Username},
    org_units::OrgUnits,
    time::Moment,
};
use crate::files::hex;
use crate::kv::{KvError, Span, Tx, View, keys};
use crate::store::{Load, Save, accounts::Session, audit, settings::setting, spaces};

/// An open sign-in ends by itself after this many seconds: one long working day.
const SESSION_SECONDS: i64 = 12 * 3600;

/// Memory (KiB) and passes of Argon2id: about 30 ms on an office PC.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// A sign-in that was just opened.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The token, shown once and never stored.
    pub token: String,
    /// When it ends by itself.
    pub until: Moment,
    /// Who it is.
    pub user: User,
}

impl Office {
    /// Opens a sign-in, or declines without telling whether the name or the password was wrong.
    pub async fn sign_in(
        &self,
        username: &str,
        password: &str,
        now: Moment,
    ) -> Result<SignedIn, Declined> {
        let user = match Username::new(username) {
            Ok(name) => self.kv.read(|view| view.load::<User>(&name.to_string()))?,
            Err(_) => None,
        };
        // An unknown name costs the same work as a wrong password.
        let stored = user.as_ref().map_or("", |user| user.password.as_str());
        let right = self.password_matches(password, stored).await?;
        let Some(user) = user.clone().filter(|user| right && user.enabled) else {
            // What was typed may be somebody's password; only the name of an account is kept.
            let named = user.map_or_else(String::new, |user| user.username.to_string());
            let stranger = By {
                who: Who::Stranger(named),
                ..self.by.clone()
            };
            self.note(Trace::new(&stranger, Deed::SignInFailed, now))
                .await?;
            return Err(Decline::WrongPassword.into());
        };
        let by = By {
            who: Who::Account(user.username.clone()),
            ..self.by.clone()
        };
        let token = random::token();
        let session = Session {
            token_hash: token_hash(&token),
            username: user.username.clone(),
            since: now,
            until: now.plus_seconds(SESSION_SECONDS),
            form_token: random::id(),
        };
        let until = session.until;
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                forget_expired(tx, session.username.as_str(), now)?;
                audit::write(tx, &Trace::new(&by, Deed::SignedIn, now))?;
                Ok(tx.save(&session)?)
            })
            .await?;
        Ok(SignedIn { token, until, user })
    }

    /// Whose token this is, while the sign-in lasts and the account is enabled.
    pub fn viewer(&self, token: &str, now: Moment) -> Result<Option<Viewer>, KvError> {
        let hash = token_hash(token);
        self.kv.read(|view| {
            let Some(session) = view.load::<Session>(&hash)? else {
                return Ok(None);
            };
            if session.until <= now {
                return Ok(None);
            }
            let user = view.load::<User>(&session.username.to_string())?;
            let Some(user) = user.filter(|user| user.enabled) else {
                return Ok(None);
            };
            see(view, user, session.form_token, now).map(Some)
        })
    }

    /// The viewer that this account is at `now`, for work that needs no sign-in: the command line, simulations.
    pub fn viewer_of(&self, username: &str, now: Moment) -> Result<Option<Viewer>, KvError> {
        self.kv.read(|view| {
            let user = view.load::<User>(&username.to_owned())?;
            let user = user.filter(|user| user.enabled);
            user.map(|user| see(view, user, String::new(), now))
                .transpose()
        })
    }

    /// Ends a sign-in.
    pub async fn sign_out(&self, token: &str, now: Moment) -> Result<(), Declined> {
        let hash = token_hash(token);
        let from = self.by.from;
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                if let Some(session) = tx.load::<Session>(&hash)? {
                    tx.remove::<Session>(&hash)?;
                    let who = Who::Account(session.username);
                    audit::write(tx, &Trace::new(&By { who, from }, Deed::SignedOut, now))?;
                }
                Ok(())
            })
            .await
    }

    /// Hashes a password; at most as many at once as there are cores, since each takes 19 MiB.
    pub(crate) async fn hash_password(&self, password: &str) -> Result<String, KvError> {
        let salt = random::salt();
        let hash = self
            .argon2(password, salt.to_vec(), MEMORY_KIB, PASSES)
            .await?;
        Ok(format!(
            "$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1${}${}",
            hex(&salt),
            hex(&hash)
        ))
    }

    pub(super) async fn password_matches(
        &self,
        password: &str,
        stored: &str,
    ) -> Result<bool, KvError> {
        let (memory, passes, salt, expected) =
            parse(stored).unwrap_or_else(|| (MEMORY_KIB, PASSES, vec![0; 16], Vec::new()));
        let hash = self.argon2(password, salt, memory, passes).await?;
        let different = hash
            .iter()
            .zip(&expected)
            .fold(0, |different, (a, b)| different | (a ^ b));
        Ok(different == 0 && hash.len() == expected.len())
    }

    async fn argon2(
        &self,
        password: &str,
        salt: Vec<u8>,
        memory: u32,
        passes: u32,
    ) -> Result<Vec<u8>, KvError> {
        let permit = self.passwords.acquire().await;
        let password = password.as_bytes().to_vec();
        let work = tokio::task::spawn_blocking(move || {
            let params = Params::new(memory, passes, 1, Some(32)).ok()?;
            let mut blocks = vec![Block::default(); params.block_count()];
            let mut out = vec![0; 32];
            Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                .hash_password_into_with_memory(&password, &salt, &mut out, &mut blocks)
                .ok()?;
            Some(out)
        });
        let out = work.await.ok().flatten();
        drop(permit);
        out.ok_or_else(|| KvError::Panicked("hashing a password".to_owned()))
    }
}

/// The account with whose work it does today and the units that were merged into its own.
fn see(view: &dyn View, user: User, form_token: String, now: Moment) -> Result<Viewer, KvError> {
    let stands_for = stands_for(view, &user, now)?;
    let units = lineage(view, user.unit.as_deref())?;
    Ok(Viewer::new(user, stands_for, units, form_token))
}

/// The unit's names: today's, former ones, those of units that were merged into it.
fn lineage(view: &dyn View, unit: Option<&str>) -> Result<Vec<String>, KvError> {
    let Some(unit) = unit else {
        return Ok(Vec::new());
    };
    let units = setting::<OrgUnits>(view)?.unwrap_or_default();
    Ok(units.lineage(unit))
}

/// Parameters, salt and hash of a stored password.
fn parse(stored: &str) -> Option<(u32, u32, Vec<u8>, Vec<u8>)> {
    let mut parts = stored.strip_prefix("$argon2id$v=19$")?.split('$');
    let mut numbers = parts.next()?.split(',').map(|part| {
        part.split_once('=')
            .and_then(|(_, number)| number.parse::<u32>().ok())
    });
    let (memory, passes) = (numbers.next()??, numbers.next()??);
    Some((memory, passes, unhex(parts.next()?)?, unhex(parts.next()?)?))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    (0..text.len() / 2)
        .map(|at| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok())
        .collect()
}

fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Sign-ins of this account that have ended by themselves are removed at the next one.
fn forget_expired(tx: &mut Tx, username: &str, now: Moment) -> Result<(), KvError> {
    for session in sessions_of(tx, username)? {
        if session.until <= now {
            tx.remove::<Session>(&session.token_hash)?;
        }
    }
    Ok(())
}

/// Every open sign-in of an account.
pub(super) fn sessions_of(view: &dyn View, username: &str) -> Result<Vec<Session>, KvError> {
    let span = Span::prefix(keys::encode(&username));
    let mut sessions = Vec::new();
    for (key, _) in view.rows(spaces::SESSIONS_BY_USER, &span)? {
        let hash = keys::decode::<(String, String)>(&key).map(|(_, hash)| hash);
        if let Ok(hash) = hash {
            sessions.extend(view.load::<Session>(&hash)?);
        }
    }
    Ok(sessions)
}
