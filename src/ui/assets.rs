//! Styles, scripts and icons inside the executable, each under a name that changes with its content.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "assets/css/"]
struct Css;

#[derive(RustEmbed)]
#[folder = "assets/js/"]
struct Js;

#[derive(RustEmbed)]
#[folder = "assets/icons/"]
struct Icons;

/// The layers of the one style sheet, in their order.
const LAYERS: [&str; 7] = [
    "reset.css",
    "tokens.css",
    "base.css",
    "parts.css",
    "pages.css",
    "desk.css",
    "print.css",
];

/// The scripts that every page loads; all of them only add comfort.
pub const SCRIPTS: [&str; 4] = ["words.js", "busy.js", "suggest.js", "copy.js"];

/// A file that the office's pages load.
#[derive(Debug)]
pub struct Asset {
    /// The content.
    pub bytes: Vec<u8>,
    /// The same, gzipped once; absent when that would save nothing.
    pub gzip: Option<Vec<u8>>,
    /// For `Content-Type`.
    pub media_type: &'static str,
    /// Strong entity tag, with its quotes.
    pub etag: String,
    /// Where it is found; changes with the content, so it may be kept for ever.
    pub url: String,
}

struct Shelf {
    /// `motcua.css` → asset
    by_name: BTreeMap<String, Asset>,
    /// `motcua.1a2b3c4d.css` → `motcua.css`
    by_file: BTreeMap<String, String>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(Shelf::fill);

impl Shelf {
    fn fill() -> Self {
        let mut shelf = Self {
            by_name: BTreeMap::new(),
            by_file: BTreeMap::new(),
        };
        let css =
            LAYERS
                .iter()
                .filter_map(|layer| Css::get(layer))
                .fold(Vec::new(), |mut all, layer| {
                    all.extend_from_slice(&layer.data);
                    all
                });
        shelf.put("motcua.css", css);
        for name in Js::iter() {
            if let Some(file) = Js::get(&name) {
                shelf.put(&name, file.data.into_owned());
            }
        }
        for name in Icons::iter() {
            if let Some(file) = Icons::get(&name) {
                shelf.put(&name, file.data.into_owned());
            }
        }
        shelf
    }

    fn put(&mut self, name: &str, bytes: Vec<u8>) {
        let digest = Sha256::digest(&bytes);
        let hash = digest.iter().take(4).fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("writing to a string does not fail");
            hex
        });
        let (stem, kind) = name.rsplit_once('.').unwrap_or((name, ""));
        let file = format!("{stem}.{hash}.{kind}");
        let media_type = match kind {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            _ => "application/octet-stream",
        };
        let asset = Asset {
            gzip: gzipped(&bytes).filter(|small| small.len() < bytes.len()),
            bytes,
            media_type,
            etag: format!("\"{hash}\""),
            url: format!("/assets/{file}"),
        };
        self.by_file.insert(file, name.to_owned());
        self.by_name.insert(name.to_owned(), asset);
    }
}

fn gzipped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

/// The address of an asset, e.g. `/assets/motcua.1a2b3c4d.css` for `motcua.css`.
///
/// A name that is not on the shelf gives an address that answers 404.
pub fn asset(name: &str) -> &'static str {
    SHELF
        .by_name
        .get(name)
        .map_or("/assets/missing", |asset| asset.url.as_str())
}

/// The asset behind what follows `/assets/` in an address.
pub fn serve(file: &str) -> Option<&'static Asset> {
    SHELF
        .by_file
        .get(file)
        .and_then(|name| SHELF.by_name.get(name))
}

/// The asset of this name, for whoever serves it under an address of its own.
pub fn named(name: &str) -> Option<&'static Asset> {
    SHELF.by_name.get(name)
}

/// Every asset, for checks and for the measuring of page weight.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Asset)> {
    SHELF
        .by_name
        .iter()
        .map(|(name, asset)| (name.as_str(), asset))
}
