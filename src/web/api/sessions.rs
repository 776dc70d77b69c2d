//! Signing in and out.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::domain::fault::read_json;
use crate::domain::time::Moment;
use crate::kv::WriteError;
use crate::office::Decline;
use crate::web::{
    App,
    form::JsonObject,
    problem::Problem,
    session::{Address, Bearer},
};

/// Name and password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    username: String,
    password: String,
}

/// Who signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserBody {
    username: String,
    role: &'static str,
    name: String,
    unit: Option<String>,
}

/// An open sign-in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionBody {
    /// To be sent as `Authorization: Bearer …`.
    token: String,
    /// When it ends by itself.
    #[schema(value_type = String)]
    expires_at: Moment,
    user: UserBody,
}

/// Signs in.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "sessions", security(()),
    request_body = Credentials,
    responses((status = 201, body = SessionBody), (status = 400), (status = 401), (status = 413), (status = 422),
        (status = 429)))]
pub async fn open(
    State(app): State<App>,
    Address(address): Address,
    JsonObject(fields): JsonObject,
) -> Result<(StatusCode, Json<SessionBody>), Problem> {
    let sent: Credentials =
        read_json(Value::Object(fields)).map_err(|fault| Problem::faults(&[fault]))?;
    let now = app.now();
    if let Some(seconds) = app.throttle().wait(&sent.username, address, now) {
        return Err(Problem::too_many(seconds));
    }
    match app
        .used_by(Address(address).bearer())
        .office()
        .sign_in(&sent.username, &sent.password, now)
        .await
    {
        Ok(signed) => {
            app.throttle().succeeded(&sent.username, address);
            let user = UserBody {
                username: signed.user.username.to_string(),
                role: signed.user.role().key(),
                name: signed.user.name.to_string(),
                unit: signed.user.unit.clone(),
            };
            let body = SessionBody {
                token: signed.token,
                expires_at: signed.until,
                user,
            };
            Ok((StatusCode::CREATED, Json(body)))
        }
        Err(WriteError::Declined(Decline::WrongPassword)) => {
            app.throttle().failed(&sent.username, address, now);
            Err(Problem::wrong_password())
        }
        Err(other) => Err(other.into()),
    }
}

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/sessions", tag = "sessions",
    responses((status = 204), (status = 401)))]
pub async fn close(State(app): State<App>, bearer: Bearer) -> Result<StatusCode, Problem> {
    app.used_by(bearer.viewer.by())
        .office()
        .sign_out(&bearer.token, app.now())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
