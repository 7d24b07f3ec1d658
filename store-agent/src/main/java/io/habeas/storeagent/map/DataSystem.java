package io.habeas.storeagent.map;

import java.util.List;
import java.util.Optional;

/**
 * A system as fideslang describes it: what the controller does with personal data, with what right,
 * and to whom it goes. Registers are made of it (Art. 30, 35, Ch. V); no request looks at it.
 *
 * @param key its {@code fides_key}
 * @param type what it is, in the controller's words: Service, Database, Third Party
 * @param department who looks after it; empty where the map does not say
 * @param responsibilities in which role data is processed; none where the map does not say
 * @param declarations what it does
 * @param egress where data goes
 * @param ingress where data is from
 * @param datasets keys of the datasets that it uses, those of its declarations not among them
 */
public record DataSystem(
    String key,
    Optional<String> name,
    String type,
    Optional<String> department,
    List<Responsibility> responsibilities,
    List<PrivacyDeclaration> declarations,
    List<Flow> egress,
    List<Flow> ingress,
    List<String> datasets,
    Transfers transfers,
    Assessment assessment,
    Profiling profiling,
    Contacts contacts,
    Location at) {
  public DataSystem {
    responsibilities = List.copyOf(responsibilities);
    declarations = List.copyOf(declarations);
    egress = List.copyOf(egress);
    ingress = List.copyOf(ingress);
    datasets = List.copyOf(datasets);
  }

  /**
   * One purpose.
   *
   * @param use the data use, in fideslang's taxonomy or the controller's own
   * @param legalBasis Art. 6(1); empty where the map does not say
   * @param specialCategories Art. 9(2); empty where no special categories are processed, or the map
   *     does not say
   * @param retention how long data is kept, in words; empty where the map does not say
   * @param thirdParties whom it is shared with, in words; empty where it is not, or the map does
   *     not say
   * @param sharedCategories what is shared with them
   * @param interestAssessment where the assessment of legitimate interests is kept
   * @param datasets keys of the datasets that it uses
   * @param egress keys of those that data goes to
   * @param ingress keys of those that data is from
   */
  public record PrivacyDeclaration(
      Optional<String> name,
      String use,
      List<String> categories,
      List<String> subjects,
      Optional<LegalBasis> legalBasis,
      Optional<SpecialCategoryBasis> specialCategories,
      Optional<String> retention,
      Optional<String> thirdParties,
      List<String> sharedCategories,
      Optional<String> interestAssessment,
      List<String> datasets,
      List<String> egress,
      List<String> ingress,
      Location at) {
    public PrivacyDeclaration {
      categories = List.copyOf(categories);
      subjects = List.copyOf(subjects);
      sharedCategories = List.copyOf(sharedCategories);
      datasets = List.copyOf(datasets);
      egress = List.copyOf(egress);
      ingress = List.copyOf(ingress);
    }
  }

  /** Data goes to, or is from, another system, a dataset or the person. */
  public record Flow(String key, Kind kind, List<String> categories, Location at) {
    public Flow {
      categories = List.copyOf(categories);
    }

    /** What it is that data goes to or is from. */
    public enum Kind {
      DATASET,
      SYSTEM,
      USER
    }
  }

  /**
   * Transfers to third countries (Ch. V).
   *
   * @param bases in the controller's words: fideslang leaves them open
   */
  public record Transfers(boolean taken, List<String> bases) {
    public Transfers {
      bases = List.copyOf(bases);
    }
  }

  /** The data protection impact assessment (Art. 35). */
  public record Assessment(
      boolean required, Optional<String> progress, Optional<String> location) {}

  /** Profiling with legal effect (Art. 22). */
  public record Profiling(boolean used, List<ProfilingBasis> bases) {
    public Profiling {
      bases = List.copyOf(bases);
    }
  }

  /** Who stands behind it; empty where the map does not say. */
  public record Contacts(
      Optional<String> legalName,
      Optional<String> legalAddress,
      Optional<String> officer,
      Optional<String> jointControllers,
      Optional<String> security) {}

  /** A value of an enumeration of fideslang, which are phrases. */
  public interface Phrase {
    /** As fideslang writes it. */
    String phrase();
  }

  /** The role in which data is processed. */
  public enum Responsibility implements Phrase {
    CONTROLLER("Controller"),
    PROCESSOR("Processor"),
    SUB_PROCESSOR("Sub-Processor");

    private final String phrase;

    Responsibility(String phrase) {
      this.phrase = phrase;
    }

    @Override
    public String phrase() {
      return phrase;
    }
  }

  /** Art. 6(1). */
  public enum LegalBasis implements Phrase {
    CONSENT("Consent"),
    CONTRACT("Contract"),
    LEGAL_OBLIGATION("Legal obligations"),
    VITAL_INTEREST("Vital interests"),
    PUBLIC_INTEREST("Public interest"),
    LEGITIMATE_INTEREST("Legitimate interests");

    private final String phrase;

    LegalBasis(String phrase) {
      this.phrase = phrase;
    }

    @Override
    public String phrase() {
      return phrase;
    }
  }

  /** Art. 22(2). */
  public enum ProfilingBasis implements Phrase {
    EXPLICIT_CONSENT("Explicit consent"),
    CONTRACT("Contract"),
    AUTHORISED_BY_LAW("Authorised by law");

    private final String phrase;

    ProfilingBasis(String phrase) {
      this.phrase = phrase;
    }

    @Override
    public String phrase() {
      return phrase;
    }
  }

  /** Art. 9(2). */
  public enum SpecialCategoryBasis implements Phrase {
    CONSENT("Explicit consent"),
    EMPLOYMENT("Employment, social security and social protection"),
    VITAL_INTEREST("Vital interests"),
    NON_PROFIT_BODIES("Not-for-profit bodies"),
    MADE_PUBLIC("Made public by the data subject"),
    LEGAL_CLAIMS("Legal claims or judicial acts"),
    PUBLIC_INTEREST("Reasons of substantial public interest (with a basis in law)"),
    MEDICAL("Health or social care (with a basis in law)"),
    PUBLIC_HEALTH("Public health (with a basis in law)"),
    RESEARCH("Archiving, research and statistics (with a basis in law)");

    private final String phrase;

    SpecialCategoryBasis(String phrase) {
      this.phrase = phrase;
    }

    @Override
    public String phrase() {
      return phrase;
    }
  }
}
