package fihris;

import org.apache.lucene.index.FieldInvertState;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.Similarity;

/** The score of a term is how often a document has it, times the boost of the query. */
final class Times extends Similarity {
  @Override
  public long computeNorm(FieldInvertState state) {
    return Math.max(1, state.getLength()); // exact; the fields of Fihris have their lengths beside, and no norms
  }

  @Override
  public SimScorer scorer(float boost, CollectionStatistics collection, TermStatistics... terms) {
    return new SimScorer() {
      @Override
      public float score(float times, long norm) {
        return boost * times;
      }
    };
  }
}
