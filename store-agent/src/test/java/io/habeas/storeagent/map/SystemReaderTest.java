package io.habeas.storeagent.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.habeas.storeagent.map.DataSystem.Assessment;
import io.habeas.storeagent.map.DataSystem.Flow;
import io.habeas.storeagent.map.DataSystem.LegalBasis;
import io.habeas.storeagent.map.DataSystem.PrivacyDeclaration;
import io.habeas.storeagent.map.DataSystem.Profiling;
import io.habeas.storeagent.map.DataSystem.ProfilingBasis;
import io.habeas.storeagent.map.DataSystem.Responsibility;
import io.habeas.storeagent.map.DataSystem.SpecialCategoryBasis;
import io.habeas.storeagent.map.DataSystem.Transfers;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemReaderTest {

  @Test
  void shouldReadWhatRegistersNeed() {
    // when
    DataMap map = DataMapReader.read(Path.of("src", "test", "resources", "fides", "systems.yml"));

    // then
    assertThat(map.warnings()).isEmpty();
    DataSystem shop = map.systems().getFirst();
    assertThat(shop.responsibilities()).containsExactly(Responsibility.CONTROLLER);
    assertThat(shop.transfers()).isEqualTo(new Transfers(true, List.of("SCCs")));
    assertThat(shop.assessment())
        .isEqualTo(
            new Assessment(
                true, Optional.of("complete"), Optional.of("https://intranet.example/dpia/7")));
    assertThat(shop.profiling())
        .isEqualTo(new Profiling(true, List.of(ProfilingBasis.EXPLICIT_CONSENT)));
    assertThat(shop.contacts().officer()).contains("privacy@company.example");
    assertThat(shop.egress())
        .extracting(Flow::kind)
        .containsExactly(Flow.Kind.SYSTEM, Flow.Kind.USER);
    PrivacyDeclaration selling = shop.declarations().getFirst();
    assertThat(selling.use()).isEqualTo("essential.service");
    assertThat(selling.legalBasis()).contains(LegalBasis.CONTRACT);
    assertThat(selling.specialCategories()).contains(SpecialCategoryBasis.CONSENT);
    assertThat(selling.retention()).contains("7 years");
    assertThat(selling.thirdParties()).contains("Payment providers");
    assertThat(selling.sharedCategories()).containsExactly("user.payment");
    assertThat(selling.datasets()).containsExactly("shop");
    assertThat(selling.egress()).containsExactly("mailer");
    assertThat(selling.interestAssessment()).contains("https://intranet.example/lia/1");
    assertThat(map.systems().get(1).declarations().getFirst().legalBasis())
        .contains(LegalBasis.LEGITIMATE_INTEREST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {system_type: A}                                                          | Expected a system to have a fides_key but it has none
          {fides_key: s}                                                            | Expected a system to have a system_type but it has none
          {fides_key: <instance>, system_type: A}                                   | Expected the fides_key of a system but <instance> is a template's, in which a key is to be filled in
          {fides_key: s, system_type: A, responsibility: [Owner]}                   | Expected responsibility to be one of [Controller, Processor, Sub-Processor] but it is Owner
          {fides_key: s, system_type: A, uses_profiling: maybe}                     | Expected uses_profiling to be true or false but it is neither
          {fides_key: s, system_type: A, egress: [{fides_key: t, type: table}]}     | Expected type to be one of [dataset, system, user] but it is table
          {fides_key: s, system_type: A, egress: [{fides_key: t, type: user}]}      | Expected fides_key and type both to be user but one of them is not
          {fides_key: s, system_type: A, privacy_declarations: [{name: n}]}         | Expected a privacy declaration to have a data_use but it has none
          {fides_key: s, system_type: A, privacy_declarations: [{data_use: u, legal_basis_for_processing: Habit}]} | Expected legal_basis_for_processing to be one of [Consent, Contract, Legal obligations, Vital interests, Public interest, Legitimate interests] but it is Habit
          {fides_key: s, system_type: A, privacy_declarations: [{data_use: u, egress: [t]}]} | Expected egress of a privacy declaration to be one of its system's but t is none
          """)
  void shouldRefuseWhatNobodyCouldRegister(String system, String message) {
    // when
    InvalidMap invalid =
        catchThrowableOfType(InvalidMap.class, () -> read("system:\n  - " + system + "\n"));

    // then
    assertThat(invalid).hasMessage("map.yml:2: " + message);
  }

  @Test
  void shouldPointToADatasetThatIsNotThere() {
    // when
    DataMap map =
        read(
            """
            system:
              - fides_key: s
                system_type: Database
                privacy_declarations:
                  - data_use: essential.service
                    dataset_references: [shop]
            """);

    // then
    assertThat(map.warnings())
        .extracting(MapError::toString)
        .containsExactly("map.yml:5: Expected dataset shop in the map but there is none");
  }

  private static DataMap read(String yaml) {
    return DataMapReader.read("map.yml", new StringReader(yaml));
  }
}
