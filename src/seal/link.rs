//! The token in a link that fills a form in: the number of the link with the office's signature, so that a number that
//! somebody made up is told apart before any record is looked at.

use base64ct::{Base64UrlUnpadded, Encoding};

use super::key::{Purpose, Seal};

/// No token is longer, in characters.
const LONGEST: usize = 200;

impl Seal {
    /// The token of the link with this number.
    pub fn link_token(&self, id: &str) -> String {
        let mut bytes = id.as_bytes().to_vec();
        bytes.extend(self.sign(Purpose::Prefill, id.as_bytes()));
        Base64UrlUnpadded::encode_string(&bytes)
    }

    /// The number in a token that this office signed; `None` for anything else.
    pub fn link_in(&self, token: &str) -> Option<String> {
        let short = Some(token).filter(|token| token.len() <= LONGEST)?;
        let bytes = Base64UrlUnpadded::decode_vec(short).ok()?;
        let (id, signature) = bytes.split_last_chunk::<64>()?;
        let ours = self.verify(Purpose::Prefill, id, signature);
        String::from_utf8(id.to_vec()).ok().filter(|_| ours)
    }
}
