//! The executable: hands the command line to [`motcua::cli`].

/// Gives memory back after an import or a burst of sign-ins; the system's allocator keeps it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    motcua::cli::main(std::env::args_os())
}
