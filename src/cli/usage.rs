//! Help in Vietnamese, and what is wrong with a command line in one sentence.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use super::failure::Failure;

/// The same commands with headings that a clerk reads.
pub(super) fn in_vietnamese(command: Command) -> Command {
    let mut order = 0;
    let command = command
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_help_heading("Lệnh")
        .help_template("{about}\n\nCách dùng: {usage}\n\n{all-args}\n")
        .mut_args(|arg| {
            let heading = if arg.is_positional() {
                "Tham số"
            } else {
                "Tùy chọn"
            };
            order += 1;
            arg.help_heading(heading)
                .display_order(order)
                .hide_possible_values(true)
        });
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help("In trợ giúp")
        .help_heading("Tùy chọn");
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help("In phiên bản")
        .help_heading("Tùy chọn");
    let command = command.arg(help);
    let command = if command.get_version().is_some() {
        command.arg(version)
    } else {
        command
    };
    command.mut_subcommands(in_vietnamese)
}

/// Help and version are printed; everything else becomes a sentence and exit code 2.
pub(super) fn answer(error: &clap::Error) -> Result<(), Failure> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            println!("{}", error.render().to_string().trim_end());
            Ok(())
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            eprint!("{}", error.render());
            Err(Failure::silent(2))
        }
        _ => Err(Failure::usage(sentence(error))),
    }
}

fn sentence(error: &clap::Error) -> String {
    let context = |kind| error.get(kind).map(text).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let wrong = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!(
                "Không có lệnh «{}»",
                context(ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::UnknownArgument => format!("Không có tùy chọn «{argument}»"),
        ErrorKind::MissingRequiredArgument => format!("Thiếu {argument}"),
        ErrorKind::MissingSubcommand => "Thiếu lệnh con".to_owned(),
        ErrorKind::ArgumentConflict => format!(
            "«{argument}» không dùng cùng «{}»",
            context(ContextKind::PriorArg)
        ),
        ErrorKind::InvalidValue if value.is_empty() => format!("«{argument}» cần một giá trị"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("Giá trị «{value}» của «{argument}» không hợp lệ")
        }
        ErrorKind::InvalidUtf8 => "Dòng lệnh có ký tự không phải UTF-8".to_owned(),
        _ => format!("Dòng lệnh không đúng ({})", error.kind()),
    };
    let valid = context(ContextKind::ValidValue);
    let suggested = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .map(context)
    .find(|text| !text.is_empty());
    let hint = match suggested {
        Some(meant) => format!("; hãy thử «{meant}»."),
        None if !valid.is_empty() => format!("; hãy chọn một trong: {valid}."),
        None => "; hãy xem «motcua --help».".to_owned(),
    };
    format!("{wrong}{hint}")
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(all) => all.join(", "),
        ContextValue::StyledStrs(all) => {
            let all: Vec<String> = all.iter().map(ToString::to_string).collect();
            all.join(", ")
        }
        other => other.to_string(),
    }
}
