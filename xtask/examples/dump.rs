fn main() {
    let out = std::env::args().nth(1).unwrap();
    let specs: Vec<docwright::spec::model::Spec> =
        std::env::args().skip(2).map(|p| serde_json::from_str(&std::fs::read_to_string(p).unwrap()).unwrap()).collect();
    let files = docwright::emit::crate_files(&specs);
    for d in &files.diagnostics {
        eprintln!("{} {} {}", d.code, d.page, d.message);
    }
    match docwright::output::write(&files.files, std::path::Path::new(&out)) {
        Ok(s) => eprintln!("{s:?}"),
        Err(e) => {
            eprintln!("{e}");
            std::process::exit(1)
        }
    }
}
