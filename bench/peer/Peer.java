// The Lucene side of the comparison: the same articles and queries as Fihris, one line of JSON for each result.
//
//   java Peer index   DIR ARTICLES THREADS one|two merge|no
//   java Peer search  DIR QUERIES K REPEATS CLIENTS exact|default one|two PASSES WARM
//   java Peer answers DIR QUERIES K one|two
//
// An article is a line of ID<TAB>SOURCE<TAB>TITLE<TAB>BODY, its line feeds written as \u2028. Queries are CLASS<TAB>TEXT. TOTALS is "exact" to count all hits, or
// "default" to stop counting where Lucene does (1,000). Field texts are analyzed by ArabicAnalyzer; the title and the body are
// fields of their own (two), as an application would have them, or one; the ID is read from doc values, the cheapest way there is.

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;

public class Peer {
  static final Analyzer ANALYZER = new ArabicAnalyzer();
  static final float TITLE = 2; // what a match in the title counts more

  /** Whether title and body are one field. */
  static boolean one;

  public static void main(String[] a) throws Exception {
    if (a.length == 6 && a[0].equals("index")) {
      one = a[4].equals("one");
      index(Paths.get(a[1]), Paths.get(a[2]), Integer.parseInt(a[3]), a[5].equals("merge"));
    } else if (a.length == 10 && a[0].equals("search")) {
      one = a[7].equals("one");
      search(Paths.get(a[1]), Paths.get(a[2]), Integer.parseInt(a[3]), Integer.parseInt(a[4]), Integer.parseInt(a[5]), a[6].equals("exact"),
          Integer.parseInt(a[8]), Paths.get(a[9]));
    } else if (a.length == 5 && a[0].equals("answers")) {
      one = a[4].equals("one");
      answers(Paths.get(a[1]), Paths.get(a[2]), Integer.parseInt(a[3]));
    } else {
      System.err.println("usage: Peer index DIR ARTICLES THREADS one|two merge|no | Peer answers DIR QUERIES K one|two | Peer search DIR QUERIES K REPEATS CLIENTS exact|default one|two PASSES WARM");
      System.exit(2);
    }
  }

  // Indexing

  static void index(Path dir, Path articles, int threads, boolean merge) throws Exception {
    long start = System.nanoTime();
    IndexWriterConfig config = new IndexWriterConfig(ANALYZER).setRAMBufferSizeMB(256).setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    int docs;
    double seconds;
    try (FSDirectory to = FSDirectory.open(dir); IndexWriter w = new IndexWriter(to, config)) {
      ArrayBlockingQueue<String> lines = new ArrayBlockingQueue<>(1000);
      AtomicInteger failed = new AtomicInteger();
      Thread[] ts = new Thread[threads];
      for (int i = 0; i < threads; i++) (ts[i] = new Thread(() -> add(w, lines, failed))).start();
      try (BufferedReader r = Files.newBufferedReader(articles, StandardCharsets.UTF_8)) {
        for (String l; (l = r.readLine()) != null; ) if (!l.isEmpty()) lines.put(l);
      }
      for (int i = 0; i < threads; i++) lines.put("");
      for (Thread t : ts) t.join();
      if (failed.get() > 0) throw new IOException(failed + " writers failed");
      w.commit();
      docs = w.getDocStats().numDocs;
      seconds = (System.nanoTime() - start) / 1e9;
      if (merge) {
        w.forceMerge(1);
        w.commit();
      }
    }
    System.out.printf("{\"docs\":%d,\"seconds\":%.3f,\"bytes\":%d,\"rss\":%d}%n", docs, seconds, size(dir), memory("VmHWM:"));
  }

  static void add(IndexWriter w, ArrayBlockingQueue<String> lines, AtomicInteger failed) {
    try {
      for (String l; !(l = lines.take()).isEmpty(); ) {
        String[] f = l.split("\t", 4);
        Document d = new Document();
        d.add(new StringField("id", f[0], Field.Store.NO));
        d.add(new BinaryDocValuesField("id", new BytesRef(f[0])));
        d.add(new StringField("source", f[1], Field.Store.YES));
        String body = f[3].replace('\u2028', '\n');
        if (one) {
          d.add(new StoredField("title", f[2]));
          d.add(new StoredField("body", body));
          d.add(new TextField("text", f[2] + "\n" + body, Field.Store.NO));
        } else {
          d.add(new TextField("title", f[2], Field.Store.YES));
          d.add(new TextField("body", body, Field.Store.YES));
        }
        w.addDocument(d);
      }
    } catch (Exception e) {
      e.printStackTrace();
      failed.incrementAndGet();
    }
  }

  static long size(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
    }
  }

  /** Bytes by a line of the status of this process: VmHWM is the peak, RssAnon what is in no file now. */
  static long memory(String name) throws IOException {
    Path status = Paths.get("/proc/self/status");
    if (!Files.exists(status)) return 0;
    for (String l : Files.readAllLines(status)) if (l.startsWith(name)) return Long.parseLong(l.replaceAll("\\D", "")) * 1024;
    return 0;
  }

  // Searching

  static void search(Path dir, Path queries, int k, int repeats, int clients, boolean exact, int passes, Path warm) throws Exception {
    Map<String, List<String>> classes = load(queries), before = load(warm);
    try (DirectoryReader r = DirectoryReader.open(MMapDirectory.open(dir))) {
      IndexSearcher s = new IndexSearcher(r);
      s.setQueryCache(null);
      for (int i = 0; i < passes; i++) for (String c : before.keySet()) run(s, c, before.get(c), k, 1, 1, exact); // the compiler's warm-up
      for (String c : classes.keySet()) {
        double[] t = run(s, c, classes.get(c), k, Math.max(repeats, 1), clients, exact);
        double seconds = t[t.length - 1];
        t = Arrays.copyOf(t, t.length - 1);
        Arrays.sort(t);
        System.out.printf("{\"class\":\"%s\",\"clients\":%d,\"n\":%d,\"p50\":%.1f,\"p95\":%.1f,\"p99\":%.1f,\"qps\":%.0f}%n",
            c, clients, t.length, at(t, .5), at(t, .95), at(t, .99), t.length / seconds);
      }
      System.out.printf("{\"rss\":%d,\"anon\":%d}%n", memory("VmHWM:"), memory("RssAnon:"));
    }
  }

  /** The IDs of the best k of each query, which must not need quoting. */
  static void answers(Path dir, Path queries, int k) throws Exception {
    try (DirectoryReader r = DirectoryReader.open(MMapDirectory.open(dir))) {
      IndexSearcher s = new IndexSearcher(r);
      for (String l : Files.readAllLines(queries, StandardCharsets.UTF_8)) {
        String[] f = l.split("\t", 2), ids = answer(s, f[0], f[1], k, false);
        System.out.println(ids.length == 0 ? "{}" : "{\"ids\":[\"" + String.join("\",\"", ids) + "\"]}");
      }
    }
  }

  static Map<String, List<String>> load(Path queries) throws IOException {
    Map<String, List<String>> classes = new LinkedHashMap<>();
    for (String l : Files.readAllLines(queries, StandardCharsets.UTF_8)) {
      String[] f = l.split("\t", 2);
      if (f.length == 2) classes.computeIfAbsent(f[0], c -> new ArrayList<>()).add(f[1]);
    }
    return classes;
  }

  static double at(double[] sorted, double share) {
    return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
  }

  /** Answers all queries repeats times by so many clients; microseconds of each, and last the seconds of all. */
  static double[] run(IndexSearcher s, String kind, List<String> queries, int k, int repeats, int clients, boolean exact) throws Exception {
    int n = queries.size() * repeats;
    double[] micros = new double[n + 1];
    AtomicInteger next = new AtomicInteger();
    Thread[] ts = new Thread[clients];
    long start = System.nanoTime();
    for (int i = 0; i < clients; i++) {
      ts[i] = new Thread(() -> {
        try {
          for (int j; (j = next.getAndIncrement()) < n; ) {
            long t = now();
            answer(s, kind, queries.get(j % queries.size()), k, exact);
            micros[j] = (now() - t) / 1e3;
          }
        } catch (IOException e) {
          throw new RuntimeException(e);
        }
      });
      ts[i].start();
    }
    for (Thread t : ts) t.join();
    micros[n] = (System.nanoTime() - start) / 1e9;
    return micros;
  }

  /** Nanoseconds that have passed, or that this thread has computed. */
  static long now() {
    return CPU ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
  }

  static final boolean CPU = "cpu".equals(System.getenv("BENCH_CLOCK"));
  static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** How this version of Lucene collects the best k and counts up to a threshold. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static CollectorManager manager(int k, int threshold) {
    try {
      if (NEWER != null) return (CollectorManager) NEWER.newInstance(k, threshold);
      return (CollectorManager) OLDER.invoke(null, k, null, threshold);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of Lucene 10, and of those before. */
  static final Constructor<?> NEWER = newer();
  static final Method OLDER = NEWER == null ? older() : null;

  static Constructor<?> newer() {
    try {
      return Class.forName("org.apache.lucene.search.TopScoreDocCollectorManager").getConstructor(int.class, int.class);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  static Method older() {
    try {
      return Class.forName("org.apache.lucene.search.TopScoreDocCollector").getMethod("createSharedManager", int.class, FieldDoc.class, int.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Analyzes, searches and fetches the IDs. */
  static String[] answer(IndexSearcher s, String kind, String text, int k, boolean exact) throws IOException {
    TopDocs top = (TopDocs) s.search(query(kind, text), manager(k, exact ? Integer.MAX_VALUE : 1000));
    String[] ids = new String[top.scoreDocs.length];
    List<LeafReaderContext> leaves = s.getIndexReader().leaves();
    for (int i = 0; i < ids.length; i++) {
      ScoreDoc d = top.scoreDocs[i];
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(d.doc, leaves));
      BinaryDocValues v = leaf.reader().getBinaryDocValues("id");
      v.advanceExact(d.doc - leaf.docBase);
      ids[i] = v.binaryValue().utf8ToString();
    }
    return ids;
  }

  static Query query(String kind, String text) throws IOException {
    if (kind.startsWith("prefix")) return both(f -> new PrefixQuery(new Term(f, text)));
    if (kind.startsWith("fuzzy")) return both(f -> new FuzzyQuery(new Term(f, text), 1));
    if (kind.startsWith("phrase")) {
      List<String> terms = list(text);
      return both(f -> phrase(f, terms));
    }
    if (kind.startsWith("and")) {
      BooleanQuery.Builder b = new BooleanQuery.Builder();
      for (String t : terms(text)) b.add(both(f -> new TermQuery(new Term(f, t))), Occur.MUST);
      return b.build();
    }
    if (kind.startsWith("filter")) { // SOURCE<SPACE>TEXT
      String[] f = text.split(" ", 2);
      return new BooleanQuery.Builder().add(words(f[1]), Occur.MUST)
          .add(new TermQuery(new Term("source", f[0].replace('_', ' '))), Occur.FILTER).build();
    }
    return words(text);
  }

  /** All words in all fields side by side: Lucene skips by terms only where these are not nested. */
  static Query words(String text) throws IOException {
    BooleanQuery.Builder b = new BooleanQuery.Builder();
    for (String t : terms(text)) in(b, f -> new TermQuery(new Term(f, t)));
    return b.build();
  }

  static Query both(Function<String, Query> make) {
    if (one) return make.apply("text");
    BooleanQuery.Builder b = new BooleanQuery.Builder();
    in(b, make);
    return b.build();
  }

  static void in(BooleanQuery.Builder b, Function<String, Query> make) {
    if (one) {
      b.add(make.apply("text"), Occur.SHOULD);
      return;
    }
    b.add(new BoostQuery(make.apply("title"), TITLE), Occur.SHOULD).add(make.apply("body"), Occur.SHOULD);
  }

  static Query phrase(String field, List<String> terms) {
    PhraseQuery.Builder b = new PhraseQuery.Builder();
    int at = 0;
    for (String t : terms) b.add(new Term(field, t), at++);
    return b.build();
  }

  static LinkedHashSet<String> terms(String text) throws IOException {
    return new LinkedHashSet<>(list(text));
  }

  static List<String> list(String text) throws IOException {
    List<String> l = new ArrayList<>();
    try (TokenStream t = ANALYZER.tokenStream("body", text)) {
      CharTermAttribute c = t.addAttribute(CharTermAttribute.class);
      t.reset();
      while (t.incrementToken()) l.add(c.toString());
      t.end();
    }
    return l;
  }
}
