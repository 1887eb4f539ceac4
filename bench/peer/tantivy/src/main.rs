//! The tantivy side of the comparison: the same articles and queries as the others, one line of JSON for each result.
//!
//!     peer index DIR ARTICLES THREADS one|two STOPWORDS
//!     peer search DIR QUERIES K REPEATS CLIENTS exact|default one|two PASSES WARM STOPWORDS
//!     peer answers DIR QUERIES K one|two STOPWORDS
//!
//! The files are those that peer/Peer.java describes. An article has a number of its own in a fast field, and that is
//! what a query answers with: tantivy's columns of text are looked up in a dictionary, which took 20 µs for each hit.

mod light10;

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions, FAST, STORED};
use tantivy::tokenizer::{TextAnalyzer, TokenStream};
use tantivy::{Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What a match in the title counts more.
const TITLE: f32 = 2.0;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["index", dir, articles, threads, fields, stop] => index(dir, articles, threads.parse()?, fields == "one", read_stop(stop)?),
        ["search", dir, queries, k, repeats, clients, totals, fields, passes, warm, stop] => {
            let engine = Engine::open(dir, fields == "one", read_stop(stop)?, k.parse()?, totals == "exact")?;
            for _ in 0..passes.parse::<usize>()? {
                for (class, texts) in read_queries(warm)? {
                    engine.run(&class, &texts, 1, 1)?;
                }
            }
            let clients = clients.parse()?;
            for (class, texts) in read_queries(queries)? {
                let (mut micros, seconds) = engine.run(&class, &texts, repeats.parse::<usize>()?.max(1), clients)?;
                micros.sort_by(f64::total_cmp);
                let at = |share: f64| micros[((share * micros.len() as f64) as usize).min(micros.len() - 1)];
                println!(
                    r#"{{"class":"{class}","clients":{clients},"n":{},"p50":{:.1},"p95":{:.1},"p99":{:.1},"qps":{:.0}}}"#,
                    micros.len(), at(0.5), at(0.95), at(0.99), micros.len() as f64 / seconds
                );
            }
            println!("{{{}}}", memory()?);
            Ok(())
        }
        ["answers", dir, queries, k, fields, stop] => {
            let engine = Engine::open(dir, fields == "one", read_stop(stop)?, k.parse()?, false)?;
            let mut analyzer = engine.analyzer.clone();
            for (class, texts) in read_queries(queries)? {
                for text in texts {
                    let quoted: Vec<String> = engine.answer(&mut analyzer, &class, &text)?.iter().map(|n| format!("\"{n}\"")).collect();
                    println!(r#"{{"ids":[{}]}}"#, quoted.join(","));
                }
            }
            Ok(())
        }
        _ => Err("usage: peer index DIR ARTICLES THREADS one|two STOPWORDS | peer answers DIR QUERIES K one|two STOPWORDS | peer search DIR QUERIES K REPEATS CLIENTS exact|default one|two PASSES WARM STOPWORDS".into()),
    }
}

fn read_stop(path: &str) -> Outcome<Arc<HashSet<String>>> {
    let text = fs::read_to_string(path)?;
    Ok(Arc::new(text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).map(str::to_owned).collect()))
}

/// The queries of each class, in the order of the file.
fn read_queries(path: &str) -> Outcome<Vec<(String, Vec<String>)>> {
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let (class, text) = line.split_once('\t').ok_or("a query without a class")?;
        match out.last_mut() {
            Some((last, texts)) if last == class => texts.push(text.to_owned()),
            _ => out.push((class.to_owned(), vec![text.to_owned()])),
        }
    }
    Ok(out)
}

/// The peak of memory, and what of it belongs to the process alone now, as JSON.
fn memory() -> Outcome<String> {
    let status = fs::read_to_string("/proc/self/status")?;
    let of = |name: &str| -> u64 {
        let line = status.lines().find_map(|l| l.strip_prefix(name)).unwrap_or("0");
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) << 10
    };
    Ok(format!(r#""rss":{},"anon":{}"#, of("VmHWM:"), of("RssAnon:")))
}

fn schema(one: bool) -> Schema {
    let text = TextFieldIndexing::default().set_tokenizer("light10").set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let raw = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::Basic).set_fieldnorms(false);
    let indexed = TextOptions::default().set_indexing_options(text);
    let stored = TextOptions::default().set_stored();
    let mut schema = Schema::builder();
    schema.add_u64_field("number", FAST);
    schema.add_text_field("id", TextOptions::default().set_indexing_options(raw.clone()));
    schema.add_text_field("source", TextOptions::default().set_indexing_options(raw).set_stored());
    if one {
        schema.add_text_field("title", STORED);
        schema.add_text_field("body", STORED);
        schema.add_text_field("text", indexed);
    } else {
        schema.add_text_field("title", indexed.clone() | stored.clone());
        schema.add_text_field("body", indexed | stored);
    }
    schema.build()
}

fn index(dir: &str, articles: &str, threads: usize, one: bool, stop: Arc<HashSet<String>>) -> Outcome<()> {
    let began = Instant::now();
    fs::create_dir_all(dir)?;
    let schema = schema(one);
    let index = Index::create_in_dir(dir, schema.clone())?;
    index.tokenizers().register("light10", TextAnalyzer::from(light10::Light10::new(stop)));
    let mut writer: IndexWriter = index.writer_with_num_threads(threads, 256 << 20)?;
    let field = |name: &str| schema.get_field(name);
    let (number, id, source, title, body) = (field("number")?, field("id")?, field("source")?, field("title")?, field("body")?);
    let mut docs: u64 = 0;
    for line in BufReader::with_capacity(1 << 20, fs::File::open(articles)?).lines() {
        let line = line?;
        let columns: Vec<&str> = line.splitn(4, '\t').collect();
        let [its_id, its_source, its_title, its_body] = columns[..] else { return Err("a line of fewer than four columns".into()) };
        let its_body = its_body.replace('\u{2028}', "\n");
        let mut document = TantivyDocument::default();
        document.add_u64(number, docs);
        document.add_text(id, its_id);
        document.add_text(source, its_source);
        document.add_text(title, its_title);
        if one {
            document.add_text(field("text")?, format!("{its_title}\n{its_body}"));
        }
        document.add_text(body, its_body);
        writer.add_document(document)?;
        docs += 1;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    let seconds = began.elapsed().as_secs_f64();
    let segments = index.searchable_segment_ids()?;
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 64 << 20)?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    let mut bytes = 0;
    for file in fs::read_dir(dir)? {
        bytes += file?.metadata()?.len();
    }
    println!(r#"{{"docs":{docs},"seconds":{seconds:.3},"bytes":{bytes},{}}}"#, memory()?);
    Ok(())
}

struct Engine {
    searcher: Searcher,
    analyzer: TextAnalyzer,
    fields: Vec<(Field, f32)>, // that words are looked for in, and what a match there counts
    source: Field,
    k: usize,
    exact: bool,
}

type Clause = (Occur, Box<dyn Query>);

impl Engine {
    fn open(dir: &str, one: bool, stop: Arc<HashSet<String>>, k: usize, exact: bool) -> Outcome<Engine> {
        let index = Index::open_in_dir(dir)?;
        let searcher = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?.searcher();
        let field = |name: &str| index.schema().get_field(name);
        let fields = if one { vec![(field("text")?, 1.0)] } else { vec![(field("title")?, TITLE), (field("body")?, 1.0)] };
        let source = field("source")?;
        Ok(Engine { searcher, analyzer: TextAnalyzer::from(light10::Light10::new(stop)), fields, source, k, exact })
    }

    /// Answers all queries so many times by so many clients: microseconds of each, and the seconds of all.
    fn run(&self, class: &str, texts: &[String], repeats: usize, clients: usize) -> Outcome<(Vec<f64>, f64)> {
        let (next, all) = (AtomicUsize::new(0), texts.len() * repeats);
        let (began, cpu) = (Instant::now(), std::env::var("BENCH_CLOCK").is_ok_and(|c| c == "cpu"));
        let client = || -> tantivy::Result<Vec<f64>> {
            let mut analyzer = self.analyzer.clone();
            let mut micros = Vec::with_capacity(all);
            loop {
                let i = next.fetch_add(1, Ordering::Relaxed);
                if i >= all {
                    return Ok(micros);
                }
                let from = now(began, cpu);
                black_box(self.answer(&mut analyzer, class, &texts[i % texts.len()])?);
                micros.push((now(began, cpu) - from).as_secs_f64() * 1e6);
            }
        };
        let mut micros = Vec::new();
        thread::scope(|scope| -> Outcome<()> {
            let started: Vec<_> = (0..clients).map(|_| scope.spawn(client)).collect();
            for s in started {
                micros.extend(s.join().map_err(|_| "a client panicked")??);
            }
            Ok(())
        })?;
        Ok((micros, began.elapsed().as_secs_f64()))
    }

    /// Analyzes, searches and fetches the numbers of the articles.
    fn answer(&self, analyzer: &mut TextAnalyzer, class: &str, text: &str) -> tantivy::Result<Vec<u64>> {
        let query = self.query(analyzer, class, text);
        let best = TopDocs::with_limit(self.k).order_by_score();
        let hits = if self.exact { self.searcher.search(&query, &(best, Count))?.0 } else { self.searcher.search(&query, &best)? };
        let mut numbers = Vec::with_capacity(hits.len());
        for (_, at) in hits {
            let column = self.searcher.segment_reader(at.segment_ord).fast_fields().u64("number")?;
            numbers.extend(column.first(at.doc_id));
        }
        Ok(numbers)
    }

    fn query(&self, analyzer: &mut TextAnalyzer, class: &str, text: &str) -> Box<dyn Query> {
        if class.starts_with("prefix") {
            return any(self.in_fields(|f| Box::new(FuzzyTermQuery::new_prefix(Term::from_field_text(f, text), 0, true))));
        }
        if class.starts_with("fuzzy") {
            return any(self.in_fields(|f| Box::new(FuzzyTermQuery::new(Term::from_field_text(f, text), 1, true))));
        }
        if class.starts_with("filter") {
            let (source, words) = text.split_once(' ').unwrap_or((text, ""));
            let source = Term::from_field_text(self.source, &source.replace('_', " "));
            let filter = ConstScoreQuery::new(Box::new(TermQuery::new(source, IndexRecordOption::Basic)), 0.0);
            return Box::new(BooleanQuery::new(vec![(Occur::Must, self.query(analyzer, "or", words)), (Occur::Must, Box::new(filter))]));
        }
        let terms = terms(analyzer, text);
        if class.starts_with("phrase") && terms.len() > 1 {
            return any(self.in_fields(|f| Box::new(PhraseQuery::new(terms.iter().map(|t| Term::from_field_text(f, t)).collect()))));
        }
        let mut seen = HashSet::new();
        let different = terms.iter().filter(|t| seen.insert(t.as_str()));
        let of_term = |t: &String| self.in_fields(|f| Box::new(TermQuery::new(Term::from_field_text(f, t), IndexRecordOption::WithFreqs)));
        if class.starts_with("and") {
            return any(different.map(|t| (Occur::Must, any(of_term(t)))).collect());
        }
        any(different.flat_map(of_term).collect())
    }

    /// What is made for each field, side by side.
    fn in_fields(&self, make: impl Fn(Field) -> Box<dyn Query>) -> Vec<Clause> {
        let of = |&(field, boost): &(Field, f32)| -> Clause {
            let query = make(field);
            (Occur::Should, if boost == 1.0 { query } else { Box::new(BoostQuery::new(query, boost)) })
        };
        self.fields.iter().map(of).collect()
    }
}

/// How long ago it began, or how long this thread has computed.
fn now(began: Instant, cpu: bool) -> Duration {
    if !cpu {
        return began.elapsed();
    }
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: t is valid for writing, and the clock is one that every Linux has.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut t) };
    Duration::new(t.tv_sec as u64, t.tv_nsec as u32)
}

fn any(mut clauses: Vec<Clause>) -> Box<dyn Query> {
    match clauses.len() {
        0 => Box::new(EmptyQuery),
        1 => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

fn terms(analyzer: &mut TextAnalyzer, text: &str) -> Vec<String> {
    let (mut stream, mut out) = (analyzer.token_stream(text), Vec::new());
    while let Some(token) = stream.next() {
        out.push(token.text.clone());
    }
    out
}
