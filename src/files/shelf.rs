//! Where contents lie: a face small enough for a folder today and an object store later.

use std::fmt::Debug;
use std::io::{self, Read, Write};

/// Where a content lies on its shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In use.
    Shelf,
    /// In the trash (thùng rác): no record names it any more, but it can still be fetched back.
    Trash,
}

/// A store of contents, each under the name of its SHA-256. All verbs block.
pub trait Shelf: Debug + Send + Sync {
    /// Begins a content that has no name yet; `token` must be unique among those under way.
    fn begin(&self, token: &str) -> io::Result<Box<dyn Coming>>;

    /// Opens a content from its beginning; an unknown name is [`io::ErrorKind::NotFound`].
    fn open(&self, place: Place, name: &str) -> io::Result<Box<dyn Read + Send>>;

    /// Bytes of a content; an unknown name is [`io::ErrorKind::NotFound`].
    fn size(&self, place: Place, name: &str) -> io::Result<u64>;

    /// Moves a content between shelf and trash, durably; false when it does not lie in the other place.
    fn put(&self, name: &str, to: Place) -> io::Result<bool>;

    /// Removes a content from the trash for good; what is not there is no error.
    fn purge(&self, name: &str) -> io::Result<()>;

    /// Shows every name to `visit`, with its bytes.
    fn each(&self, place: Place, visit: &mut dyn FnMut(&str, u64)) -> io::Result<()>;
}

/// A content on its way in; dropped before [`Coming::keep`], it leaves no trace that matters.
pub trait Coming: Write + Send + Debug {
    /// Gives it its name: when this returns, content and name survive a power cut.
    fn keep(self: Box<Self>, name: &str) -> io::Result<()>;
}
