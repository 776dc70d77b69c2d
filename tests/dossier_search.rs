//! Finding dossiers as officers remember them, within what they may see, always as they are now.

mod always_current;
mod generated;
mod remembered;
mod text_layer;
