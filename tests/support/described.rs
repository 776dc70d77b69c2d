//! Compares answers with `/api/openapi.json`: the path is there, the status is declared, required fields are present.

use std::sync::LazyLock;

use axum::http::Method;
use motcua::web::api::openapi;
use serde_json::Value;

use super::Reply;

/// The description.
pub static DESCRIPTION: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(openapi()).unwrap());

/// The operation that answers `path`, with its template; fixed parts win over parameters.
pub fn operation(method: &Method, path: &str) -> Option<&'static Value> {
    let path = path.split('?').next().unwrap();
    let paths = DESCRIPTION["paths"].as_object().unwrap();
    let template = paths
        .keys()
        .filter(|template| fits(template, path))
        .min_by_key(|template| template.matches('{').count())?;
    paths[template].get(method.as_str().to_lowercase())
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) =
        (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template
            .iter()
            .zip(&path)
            .all(|(template, part)| template.starts_with('{') || template == part)
}

/// What was answered is what is described.
#[track_caller]
pub fn check(method: &Method, path: &str, reply: &Reply) {
    let Some(operation) = operation(method, path) else {
        return;
    };
    let declared = &operation["responses"][reply.status.to_string()];
    assert!(
        declared.is_object(),
        "{method} {path} answers {} and does not say so: {}",
        reply.status,
        reply.text()
    );
    let kind = reply.header("content-type").split(';').next().unwrap();
    if let Some(schema) = declared["content"]
        .get(kind)
        .and_then(|content| content.get("schema"))
        && kind == "application/json"
    {
        conforms(&reply.json(), schema, &format!("{method} {path}"));
    }
}

/// Roughly: types, required fields, entries of lists.
#[track_caller]
pub fn conforms(value: &Value, schema: &Value, place: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let pointer = name.trim_start_matches('#');
        let target = DESCRIPTION.pointer(pointer);
        return conforms(value, target.unwrap_or_else(|| panic!("{name}")), place);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let null = |schema: &&Value| schema["type"] == "null";
        let choice = if value.is_null() {
            choices.iter().find(null)
        } else {
            choices.iter().find(|schema| !null(schema))
        };
        return conforms(
            value,
            choice.unwrap_or_else(|| panic!("{place}: {value}")),
            place,
        );
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => return,
    };
    let fits = types.iter().any(|name| match *name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        _ => value.is_object(),
    });
    assert!(fits, "{place}: {value} is not {types:?}");
    if let Some(object) = value.as_object() {
        for required in schema["required"].as_array().into_iter().flatten() {
            let name = required.as_str().unwrap();
            assert!(
                object.contains_key(name),
                "{place}: {name} is missing in {value}"
            );
        }
        if let Some(known) = schema["properties"].as_object() {
            for (name, value) in object {
                let schema = known.get(name);
                let schema = schema.unwrap_or_else(|| panic!("{place}: {name} is not described"));
                conforms(value, schema, &format!("{place} {name}"));
            }
        }
    }
    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
        conforms(item, &schema["items"], &format!("{place}[{at}]"));
    }
}
