//! `motcua openapi`: the description of the API, made from the code.

use std::io::Write;

use super::failure::{Failure, machine};
use crate::web::api;

pub(super) fn run() -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", api::openapi()).map_err(|error| machine("in", error))
}
