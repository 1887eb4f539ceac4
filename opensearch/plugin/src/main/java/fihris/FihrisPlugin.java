package fihris;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.opensearch.common.settings.Settings;
import org.opensearch.index.IndexModule;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.ScriptPlugin;
import org.opensearch.script.ScoreScript;
import org.opensearch.script.ScriptContext;
import org.opensearch.script.ScriptEngine;
import org.opensearch.search.lookup.SearchLookup;

/**
 * What Fihris asks a cluster to compute for each posting, as code in place of Painless: the similarity
 * fihris_times, whose score is how often a document has a term, and the scripts of the language fihris. The
 * numbers are those of the scripts that package opensearch sends where the plugin is not installed.
 */
public final class FihrisPlugin extends Plugin implements ScriptPlugin {
  @Override
  public void onIndexModule(IndexModule module) {
    module.addSimilarity("fihris_times", (settings, version, scripts) -> new Times());
  }

  @Override
  public ScriptEngine getScriptEngine(Settings settings, Collection<ScriptContext<?>> contexts) {
    return new Scripts();
  }

  /** The scripts by their names: "bm25" and "unsaturated". */
  private static final class Scripts implements ScriptEngine {
    @Override
    public String getType() {
      return "fihris";
    }

    @Override
    public <F> F compile(String name, String code, ScriptContext<F> context, Map<String, String> params) {
      if (context.equals(ScoreScript.CONTEXT)) {
        switch (code) {
          case "bm25":
            return context.factoryClazz.cast((ScoreScript.Factory) Bm25::new);
          case "unsaturated":
            return context.factoryClazz.cast((ScoreScript.Factory) Unsaturated::new);
          default:
        }
      }
      throw new IllegalArgumentException("Fihris has no script " + code + " for " + context.name);
    }

    @Override
    public Set<ScriptContext<?>> getSupportedContexts() {
      return Set.of(ScoreScript.CONTEXT);
    }
  }

  /** f t / (t + a + b n): t is the score of the query below, n the length in the field that is named. */
  private static final class Bm25 implements ScoreScript.LeafFactory {
    private final Map<String, Object> params;
    private final SearchLookup lookup;
    private final IndexSearcher searcher;
    private final double f;
    private final double a;
    private final double b;
    private final String n;

    Bm25(Map<String, Object> params, SearchLookup lookup, IndexSearcher searcher) {
      this.params = params;
      this.lookup = lookup;
      this.searcher = searcher;
      f = ((Number) params.get("f")).doubleValue();
      a = ((Number) params.get("a")).doubleValue();
      b = ((Number) params.get("b")).doubleValue();
      n = (String) params.get("n");
    }

    @Override
    public boolean needs_score() {
      return true;
    }

    @Override
    public ScoreScript newInstance(LeafReaderContext leaf) throws IOException {
      SortedNumericDocValues several = DocValues.getSortedNumeric(leaf.reader(), n);
      NumericDocValues lengths = DocValues.unwrapSingleton(several);
      if (lengths == null) {
        throw new IllegalArgumentException("a document has several lengths in the field " + n);
      }
      return new ScoreScript(params, lookup, searcher, leaf) {
        @Override
        public double execute(ExplanationHolder explanation) {
          try {
            if (!lengths.advanceExact(_getDocId())) {
              throw new IllegalArgumentException("a document has no length in the field " + n);
            }
            double t = get_score();
            return f * t / (t + a + b * lengths.longValue());
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }
      };
    }
  }

  /** How many intervals there are, of their score n / (n + 1). */
  private static final class Unsaturated implements ScoreScript.LeafFactory {
    private final Map<String, Object> params;
    private final SearchLookup lookup;
    private final IndexSearcher searcher;

    Unsaturated(Map<String, Object> params, SearchLookup lookup, IndexSearcher searcher) {
      this.params = params;
      this.lookup = lookup;
      this.searcher = searcher;
    }

    @Override
    public boolean needs_score() {
      return true;
    }

    @Override
    public ScoreScript newInstance(LeafReaderContext leaf) {
      return new ScoreScript(params, lookup, searcher, leaf) {
        @Override
        public double execute(ExplanationHolder explanation) {
          double s = get_score();
          return Math.rint(s / (1.0 - s));
        }
      };
    }
  }
}
