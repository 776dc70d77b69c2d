//! Who is asking: by bearer token on the API, by cookie on pages.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;

use super::{App, problem::Problem};
use crate::domain::audit::{By, Who};
use crate::office::Viewer;

/// Name of the sign-in cookie.
pub const COOKIE_NAME: &str = "motcua";

/// Somebody signed in over the API.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// Who.
    pub viewer: Viewer,
    /// With which token.
    pub token: String,
}

impl Bearer {
    /// Refuses accounts that only keep the machine.
    pub fn reads_dossiers(&self) -> Result<(), Problem> {
        if self.viewer.only_keeps_the_machine() {
            Err(Problem::forbidden())
        } else {
            Ok(())
        }
    }
}

impl FromRequestParts<App> for Bearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let token = parts
            .headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim().to_owned())
            .ok_or_else(Problem::sign_in_first)?;
        let viewer = app
            .office()
            .viewer(&token, app.now())?
            .ok_or_else(Problem::sign_in_first)?
            .at(Address::of(parts).0);
        Ok(Self { viewer, token })
    }
}

/// Where the request comes from.
#[derive(Debug, Clone, Copy)]
pub struct Address(pub IpAddr);

impl Address {
    /// The address of a request; in-process tests have none and count as this machine.
    pub fn of(parts: &Parts) -> Self {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let ip = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
        Self(ip.to_canonical())
    }
}

impl Address {
    /// Somebody there who is not signed in.
    pub fn bearer(self) -> By {
        By {
            who: Who::Bearer,
            from: Some(self.0),
        }
    }
}

impl FromRequestParts<App> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

/// The value of a cookie.
pub fn cookie(parts: &Parts, name: &str) -> Option<String> {
    parts
        .headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// The token in the sign-in cookie.
#[derive(Debug, Clone)]
pub struct CookieToken(pub Option<String>);

impl FromRequestParts<App> for CookieToken {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Infallible> {
        Ok(Self(cookie(parts, COOKIE_NAME)))
    }
}
