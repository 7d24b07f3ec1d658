package io.habeas.participant;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a task came to, as it is recorded and replied. Holds counts, codes and dates, never an
 * identifier.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Outcome.HoldingsLocated.class, name = "HOLDINGS_LOCATED"),
  @JsonSubTypes.Type(value = Outcome.RecordsRestricted.class, name = "RECORDS_RESTRICTED"),
  @JsonSubTypes.Type(value = Outcome.RestrictionLifted.class, name = "RESTRICTION_LIFTED"),
  @JsonSubTypes.Type(value = Outcome.RecordsErased.class, name = "RECORDS_ERASED"),
  @JsonSubTypes.Type(value = Outcome.ErasureVerified.class, name = "ERASURE_VERIFIED"),
  @JsonSubTypes.Type(value = Outcome.ResidueFound.class, name = "RESIDUE_FOUND"),
  @JsonSubTypes.Type(value = Outcome.RecordsExported.class, name = "RECORDS_EXPORTED"),
  @JsonSubTypes.Type(value = Outcome.RecordsRectified.class, name = "RECORDS_RECTIFIED"),
  @JsonSubTypes.Type(value = Outcome.SubjectSeeded.class, name = "SUBJECT_SEEDED"),
  @JsonSubTypes.Type(value = Outcome.ExpiredErased.class, name = "EXPIRED_ERASED")
})
public sealed interface Outcome {

  /**
   * @param yielded the identifier types that this participant deposited in the vault for this
   *     request, in this round or an earlier one
   */
  record HoldingsLocated(Counts holdings, Set<String> yielded, boolean ambiguous)
      implements Outcome {
    public HoldingsLocated {
      yielded = Set.copyOf(yielded);
    }
  }

  record RecordsRestricted(Counts restricted) implements Outcome {}

  record RestrictionLifted(Counts lifted) implements Outcome {}

  record RecordsErased(List<Erased.CollectionOutcome> outcomes, List<Retained> retained)
      implements Outcome {
    public RecordsErased {
      outcomes = List.copyOf(outcomes);
      retained = List.copyOf(retained);
    }
  }

  /**
   * What was kept too long is gone.
   *
   * @param retained what is still kept for the request
   */
  record ExpiredErased(List<Erased.CollectionOutcome> outcomes, List<Retained> retained)
      implements Outcome {
    public ExpiredErased {
      outcomes = List.copyOf(outcomes);
      retained = List.copyOf(retained);
    }
  }

  record ErasureVerified() implements Outcome {}

  record ResidueFound(Counts residue) implements Outcome {}

  /**
   * @param collections what was exported of each collection that holds something
   * @param upload the uploaded archive; null if nothing is held
   */
  record RecordsExported(List<CollectionExport> collections, @Nullable Upload upload)
      implements Outcome {
    public RecordsExported {
      collections = List.copyOf(collections);
    }
  }

  /**
   * @param corrected where values were overwritten
   * @param supplemented where the person's statement was put beside the record
   */
  record RecordsRectified(Counts corrected, Counts supplemented) implements Outcome {}

  record SubjectSeeded(Counts seeded) implements Outcome {}

  /**
   * @param records how many, at least 1
   * @param lines how many lines they are in, at least as many
   * @param parts how many sealed parts the lines are in, at least 1
   */
  record CollectionExport(String collection, long records, long lines, int parts) {}

  /**
   * @param bytes the archive's length
   * @param sha256 of its bytes, in hexadecimal
   */
  record Upload(long bytes, String sha256) {}
}
