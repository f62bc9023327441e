//! The command line: `letopis tag | corpus | export`. Results go to stdout in input order, everything else to stderr.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser};
use letopis::app::share::{Project, ShareError};
use letopis::app::state::Step;
use letopis::corpus::{Collection, Contribution, Copies};
use letopis::ingest::{self, Format, Ingest, IngestError, Item, LONGEST_LINE, Limit, Limits, format_of, pdf};
use letopis::nlp::diagnostic::Diagnostic;
use letopis::nlp::document::Document;
use letopis::nlp::edtf::{Point, stamp};
use letopis::nlp::ner::{Forms, Guideline};
use letopis::nlp::pipeline::{Analysis, Models};
use letopis::words::Language;
use letopis::worker::decision::{Decision, Decisions, Log, Place, digest};
use letopis::worker::export::{Dialect, ExportFormat, Manner, export};
use letopis::worker::import::{self, ImportError, Imported, differences};
use letopis::worker::view::{self, MentionView, Unit};
use rayon::prelude::*;

static LEXICON: &[u8] = include_bytes!("../../assets/lexicon.pack.gz");
static TAGGER: &[u8] = include_bytes!("../../assets/tagger.pack.gz");

/// Documents analysed before their results are written: bounds memory on large archives.
const BATCH: usize = 256;

/// Bytes of a thread's stack.
const STACK: usize = 16 << 20;

/// Reads Russian news: who, what, where and when.
#[derive(Parser)]
#[command(version)]
enum Command {
    /// Each document for itself: JSON Lines, one line a document.
    Tag(Options),
    /// All documents as one collection: one JSON object.
    Corpus(Options),
    /// All documents as one collection, in the format of another tool.
    Export(ExportOptions),
}

#[derive(Args)]
struct ExportOptions {
    /// The format: docs/exports.md tells what each keeps.
    #[arg(long = "as", value_name = "FORMAT", value_parser = |s: &str| ExportFormat::named(s).ok_or_else(formats))]
    format: ExportFormat,
    /// Where to; stdout without.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Tables with semicolons and a byte order mark, as Excel opens them where the comma is the decimal sign.
    #[arg(long)]
    excel: bool,
    /// The language of headings and dates in what people read: ru, en or kk.
    #[arg(long, value_name = "TAG", default_value = "ru", value_parser = |s: &str| Language::tagged(s).ok_or_else(languages))]
    language: Language,
    #[command(flatten)]
    options: Options,
}

/// What may stand behind `--language`.
fn languages() -> String {
    format!("one of {}", Language::ALL.map(|l| l.words().language).join(", "))
}

/// What may stand behind `--as`.
fn formats() -> String {
    format!("one of {}", ExportFormat::ALL.iter().map(|f| f.name()).collect::<Vec<_>>().join(", "))
}

#[derive(Args)]
struct Options {
    /// Publication day of documents that do not say theirs: 2024-11-28, 2024-11 or 2024.
    #[arg(long, value_parser = |s: &str| stamp(s).ok_or("not a date such as 2024-11-28, 2024-11 or 2024"))]
    date: Option<Point>,
    /// Documents analysed at once; 0 for one a core.
    #[arg(long, default_value_t = 0)]
    jobs: usize,
    /// What counts as a person, place or organisation: names alone, or all that NEREL marks. [default: nerel for tag, names for
    /// corpus]
    #[arg(long, value_enum)]
    guideline: Option<GuidelineName>,
    /// What becomes of copies of an article in a collection: they count like any other, or the fullest alone does.
    #[arg(long, value_enum, default_value_t = CopiesName::Keep)]
    copies: CopiesName,
    /// Take texts that seem to hold several articles apart.
    #[arg(long)]
    split: bool,
    /// What was decided on the page: a project file, or decisions saved alone (`.letopis`).
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// What others have marked or joined: Web Annotation, brat standoff in a ZIP, a table of entities with their other names.
    #[arg(long, value_name = "FILE")]
    import: Vec<PathBuf>,
    /// Leave the text out of the results.
    #[arg(long)]
    no_text: bool,
    /// Files of any format that is read (docs/formats.md), folders (walked, sorted by name), or `-` for JSON Lines on stdin.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
}

/// Names of [`Guideline`]s on the command line.
#[derive(Clone, Copy, clap::ValueEnum)]
enum GuidelineName {
    /// Names alone: «Россия», not «российский».
    Names,
    /// Adjectives and common nouns too.
    Nerel,
}

/// Names of [`Copies`] on the command line.
#[derive(Clone, Copy, clap::ValueEnum)]
enum CopiesName {
    /// All count.
    Keep,
    /// The fullest counts.
    Fold,
}

/// A failure that ends the program.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Pack(#[from] letopis::nlp::pack::PackError),
    #[error("{0}: {1}")]
    Decisions(String, ShareError),
    #[error("{0}: {1}")]
    Import(String, ImportError),
    #[error("{0}: {1}")]
    File(String, io::Error),
    #[error("threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    #[error("writing results: {0}")]
    Output(#[from] io::Error),
    #[error("writing results: {0}")]
    Json(#[from] serde_json::Error),
}

/// Why one document could not be read.
#[derive(Debug, thiserror::Error)]
enum ReadError {
    #[error("{0}")]
    File(#[from] io::Error),
    #[error("{0}")]
    Folder(#[from] walkdir::Error),
    #[error(transparent)]
    Ingest(#[from] IngestError),
}

/// A document that was read, with what decoding noticed.
type Read1 = (Document, Vec<Diagnostic>);

fn main() -> ExitCode {
    // clap ends the program with status 2 on wrong arguments.
    let command = Command::parse();
    match run(&command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // A reader that has had enough (`| head`) is no failure.
        Err(Failure::Output(e)) if e.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Json(e)) if e.io_error_kind() == Some(io::ErrorKind::BrokenPipe) => ExitCode::SUCCESS,
        Err(e) => {
            complain(&format_args!("{e}"));
            ExitCode::FAILURE
        }
    }
}

/// True when every document was read.
fn run(command: &Command) -> Result<bool, Failure> {
    let (Command::Tag(options) | Command::Corpus(options) | Command::Export(ExportOptions { options, .. })) = command;
    let guideline = match (options.guideline, command) {
        (Some(GuidelineName::Names), _) | (None, Command::Corpus(_) | Command::Export(_)) => Guideline::Names,
        (Some(GuidelineName::Nerel), _) | (None, Command::Tag(_)) => Guideline::Nerel,
    };
    let log = options.decisions.as_deref().map_or(Ok(Log::default()), decided)?;
    let imports = options.import.iter().map(|p| imported(p)).collect::<Result<Vec<_>, _>>()?;
    let mut log = log;
    imports.iter().flat_map(|i| &i.names).for_each(|d| log.decide(d.clone(), ""));
    let said = Said { decisions: Decisions::new(log.effective().into_iter().map(|(_, d)| d)), log, imports };
    let models = Models::open(LEXICON, TAGGER)?.with_guideline(guideline);
    // Readers of foreign formats descend into what they read.
    rayon::ThreadPoolBuilder::new().num_threads(options.jobs).stack_size(STACK).build_global()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut progress = Progress { shown: io::stderr().is_terminal(), done: 0 };
    let mut all_read = true;
    let mut kept: Vec<Analysis> = Vec::new();
    let mut inputs = inputs(&options.paths);
    loop {
        let batch: Vec<Source> = inputs.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let results: Vec<Vec<(String, Result<Analysis, ReadError>)>> = batch
            .into_par_iter()
            .map_init(
                || models.forms(),
                |forms, source| {
                    let mut out = Vec::new();
                    for (name, read) in read(source) {
                        match read {
                            Ok(read) => {
                                out.extend(analyse(&models, read, options, &said, forms).into_iter().map(|a| (name.clone(), Ok(a))))
                            }
                            Err(error) => out.push((name, Err(error))),
                        }
                    }
                    out
                },
            )
            .collect();
        for (name, result) in results.into_iter().flatten() {
            progress.tick();
            match (result, command) {
                (Ok(analysis), Command::Tag(_)) => {
                    let mut line = view::document(&analysis, Unit::CodePoint);
                    if options.no_text {
                        line.text = None;
                    }
                    serde_json::to_writer(&mut out, &line)?;
                    out.write_all(b"\n")?;
                }
                (Ok(analysis), Command::Corpus(_) | Command::Export(_)) => kept.push(analysis),
                (Err(error), _) => {
                    progress.clear();
                    complain(&format_args!("{name}: {error}"));
                    all_read = false;
                }
            }
        }
        out.flush()?;
    }
    progress.clear();
    if !matches!(command, Command::Tag(_)) {
        view::unique_ids(&mut kept);
        let copies = match options.copies {
            CopiesName::Keep => Copies::Kept,
            CopiesName::Fold => Copies::Folded,
        };
        let parts: Vec<Contribution> = kept.iter().map(Contribution::from).collect();
        let documents = kept.iter().map(|a| view::document(a, Unit::CodePoint)).collect();
        let mut whole = view::collection(documents, &Collection::with(&parts, said.decisions.rulings(), copies));
        if let Command::Export(wish) = command {
            let project = (wish.format == ExportFormat::Html)
                .then(|| Project::of(whole.documents.iter(), Unit::CodePoint, Step::default(), said.log.clone(), true).to_bytes());
            let dialect = if wish.excel { Dialect::Excel } else { Dialect::Comma };
            let bytes = export(&whole, wish.format, Manner { dialect, language: wish.language }, project.as_deref());
            match &wish.out {
                Some(path) => fs::write(path, bytes).map_err(|e| Failure::File(path.display().to_string(), e))?,
                None => out.write_all(&bytes)?,
            }
            out.flush()?;
            return Ok(all_read);
        }
        if options.no_text {
            whole.documents.iter_mut().for_each(|d| d.text = None);
        }
        serde_json::to_writer(&mut out, &whole)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(all_read)
}

/// What was said of the documents beside them.
struct Said {
    log: Log,
    decisions: Decisions,
    imports: Vec<Imported>,
}

fn imported(path: &Path) -> Result<Imported, Failure> {
    let name = || path.display().to_string();
    let bytes = fs::read(path).map_err(|e| Failure::File(name(), e))?;
    import::read(&bytes).map_err(|e| Failure::Import(name(), e))
}

/// The decisions that a file holds.
fn decided(path: &Path) -> Result<Log, Failure> {
    let name = || path.display().to_string();
    let bytes = fs::read(path).map_err(|e| Failure::File(name(), e))?;
    let project = Project::from_bytes(&bytes).map_err(|e| Failure::Decisions(name(), e))?;
    Ok(project.log)
}

/// Where a document comes from.
enum Source {
    /// A file that is one article, as far as its content tells.
    File(PathBuf),
    /// A line of JSON Lines.
    Line(String, usize, Result<Vec<u8>, ReadError>),
    /// An article that was taken out of a file, or why there is none.
    Taken(String, Result<Box<Read1>, ReadError>),
}

impl Source {
    fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Line(name, ..) | Self::Taken(name, _) => name.clone(),
        }
    }
}

/// Every document of the paths, lazily and in order.
fn inputs(paths: &[PathBuf]) -> Box<dyn Iterator<Item = Source> + '_> {
    Box::new(paths.iter().flat_map(|path| -> Box<dyn Iterator<Item = Source>> {
        if path == Path::new("-") {
            return Box::new(Lines { from: "stdin".into(), reader: io::BufReader::new(io::stdin()), number: 0, ended: false });
        }
        if !path.is_dir() {
            return file(path.clone());
        }
        let walk = walkdir::WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
        Box::new(walk.flat_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_file() => file(entry.into_path()),
            Ok(_) => Box::new(std::iter::empty()),
            Err(error) => {
                let path = error.path().map(Path::to_path_buf).unwrap_or_default();
                failed(&path, error.into())
            }
        }))
    }))
}

fn failed(path: &Path, error: ReadError) -> Box<dyn Iterator<Item = Source>> {
    Box::new(std::iter::once(Source::Taken(path.display().to_string(), Err(error))))
}

/// One document, or all that a file holds. What holds many is opened here, one after another; what is one article, where it is
/// analysed.
fn file(path: PathBuf) -> Box<dyn Iterator<Item = Source>> {
    let format = head(&path).map(|head| format_of(&head));
    let name = path.display().to_string();
    match format {
        Err(error) => failed(&path, error.into()),
        Ok(Err(what)) => failed(&path, IngestError::Unsupported(what).into()),
        Ok(Ok(Format::Text | Format::Markdown | Format::Html | Format::Rtf | Format::Pdf)) => Box::new(std::iter::once(Source::File(path))),
        // As long as it likes: no more than a line is in memory.
        Ok(Ok(Format::JsonLines)) => match fs::File::open(&path) {
            Ok(file) => Box::new(Lines { from: name, reader: io::BufReader::new(file), number: 0, ended: false }),
            Err(error) => failed(&path, error.into()),
        },
        Ok(Ok(_)) => match open(&path) {
            Ok(items) => Box::new(items.map(move |item| {
                let (name, read) = taken(&name, item);
                Source::Taken(name, read.map(Box::new))
            })),
            Err(error) => failed(&path, error),
        },
    }
}

/// As many bytes as tell the format.
fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(ingest::LOOK as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn open(path: &Path) -> Result<Ingest, ReadError> {
    let limits = Limits::default();
    if fs::metadata(path)?.len() > limits.file {
        return Err(IngestError::from(Limit::File { bytes: limits.file }).into());
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    Ok(Ingest::new(&name, fs::read(path)?, limits, Some(pdf::read)))
}

/// An item with its name: the file and the path within it.
fn taken(file: &str, item: Item) -> (String, Result<Read1, ReadError>) {
    let name = |path: &[String]| path.iter().skip(1).fold(file.to_string(), |name, part| format!("{name}: {part}"));
    match item {
        Item::Article(document, noticed) => (name(&document.origin.path), Ok((*document, noticed))),
        Item::Failed { path, error } => (name(&path), Err(error.into())),
        Item::Elsewhere { path, format, .. } => (name(&path), Err(IngestError::NoText(format).into())),
    }
}

/// Lines with their numbers, blank ones left out; none is read beyond what a document may be, and an error that stays ends
/// the input.
struct Lines<R> {
    from: String,
    reader: R,
    number: usize,
    ended: bool,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Source;

    fn next(&mut self) -> Option<Source> {
        while !self.ended {
            let mut bytes = Vec::new();
            self.number += 1;
            let name = format!("{}, line {}", self.from, self.number);
            match self.reader.by_ref().take(LONGEST_LINE as u64 + 1).read_until(b'\n', &mut bytes) {
                Ok(0) => self.ended = true,
                Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(n) if n > LONGEST_LINE => {
                    self.ended = true;
                    let limit = Limit::File { bytes: LONGEST_LINE as u64 };
                    return Some(Source::Line(name, self.number, Err(IngestError::from(limit).into())));
                }
                Ok(_) => return Some(Source::Line(name, self.number, Ok(bytes))),
                Err(error) => {
                    self.ended = true;
                    return Some(Source::Line(name, self.number, Err(error.into())));
                }
            }
        }
        None
    }
}

/// Says what went wrong; that stderr is closed must not stop the work.
fn complain(what: &dyn std::fmt::Display) {
    let _ = writeln!(io::stderr(), "letopis: {what}");
}

/// One analysis, or one for each article that a text holds, if that is wished.
fn analyse<'m>(models: &'m Models, read: Read1, options: &Options, said: &Said, forms: &mut Forms<'m>) -> Vec<Analysis> {
    let (mut document, noticed) = read;
    document.date = document.date.or(options.date.filter(|_| document.meta.date.is_none()));
    let analyse = |mut document: Document, forms: &mut Forms<'m>| {
        let digest = digest(&document.text);
        document.date = said.decisions.published(&digest).or(document.date);
        let corrections = said.decisions.of(&digest, &document.text);
        let marked: Vec<_> = said.imports.iter().flat_map(|i| &i.articles).filter(|a| a.sha256 == digest).collect();
        let analysis = models.analyse_corrected(document.clone(), corrections, forms);
        if marked.is_empty() {
            return analysis;
        }
        // What another program says differently is known only now.
        let view = view::document(&analysis, Unit::CodePoint);
        let place = |m: &MentionView| Some(Place { start: m.start, end: m.end, text: m.text.clone() });
        let other: Vec<Decision> = marked.iter().flat_map(|a| differences(a, &view.mentions, &place)).collect();
        let all = Decisions::new(said.log.effective().into_iter().map(|(_, d)| d).chain(&other));
        models.analyse_corrected(document.clone(), all.of(&digest, &document.text), forms)
    };
    let mut analysis = analyse(document, forms);
    if options.split && !analysis.layout.articles.is_empty() {
        let pieces = analysis.document.split(&analysis.layout.articles);
        return pieces.into_iter().map(|piece| analyse(piece, forms)).collect();
    }
    analysis.diagnostics.splice(0..0, noticed);
    vec![analysis]
}

/// What a source holds: one document, or reasons why not; a file of one article may turn out to hold more.
fn read(source: Source) -> Vec<(String, Result<Read1, ReadError>)> {
    let name = source.name();
    match source {
        Source::Taken(name, read) => vec![(name, read.map(|r| *r))],
        Source::Line(_, number, line) => vec![(name, line.and_then(|line| Ok(ingest::line(&line, number)?)))],
        Source::File(path) => match open(&path) {
            Ok(items) => items.map(|item| taken(&name, item)).collect(),
            Err(error) => vec![(name, Err(error))],
        },
    }
}

/// A counter on a terminal.
struct Progress {
    shown: bool,
    done: usize,
}

impl Progress {
    fn tick(&mut self) {
        self.done += 1;
        if self.shown {
            let _ = write!(io::stderr(), "\r{} documents", self.done);
        }
    }
    fn clear(&self) {
        if self.shown && self.done > 0 {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
