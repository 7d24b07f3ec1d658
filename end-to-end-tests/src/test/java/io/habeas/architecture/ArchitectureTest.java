package io.habeas.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.habeas.process.Policy;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.AvroGenerated;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which way dependencies point, and what a policy may touch. */
class ArchitectureTest {
  private static final JavaClasses HABEAS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.habeas");

  private static final List<String> FOUNDATIONS = List.of("schemas", "process");

  /**
   * What each part may know of the others, besides itself. Nobody knows a service but the
   * standalone, which runs them all, and the benchmarks, which run the one that they measure.
   */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("schemas", List.of()),
          Map.entry("process", List.of("schemas")),
          Map.entry("chassis", FOUNDATIONS),
          Map.entry("protocol", FOUNDATIONS),
          Map.entry("exportbuilder", List.of("schemas", "process", "chassis", "protocol")),
          Map.entry("participant", FOUNDATIONS),
          Map.entry("intake", List.of("schemas", "process", "chassis")),
          Map.entry("verifier", List.of("schemas", "process", "chassis")),
          Map.entry("orchestrator", List.of("schemas", "process", "chassis", "protocol")),
          Map.entry("notifier", List.of("schemas", "process", "chassis")),
          Map.entry("storeagent", List.of("schemas", "process", "chassis", "participant")),
          Map.entry("platform", List.of()),
          Map.entry(
              "benchmarks",
              List.of(
                  "schemas",
                  "process",
                  "chassis",
                  "orchestrator",
                  "participant",
                  "storeagent",
                  "platform")));

  static Stream<String> parts() {
    return MAY_USE.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("parts")
  void shouldDependOnlyInTheAllowedDirection(String part) {
    Set<String> allowed =
        Stream.concat(Stream.of(part), MAY_USE.getOrDefault(part, List.of()).stream())
            .collect(Collectors.toSet());
    noClasses()
        .that()
        .resideInAPackage("io.habeas." + part + "..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of another part than " + allowed,
                type ->
                    type.getPackageName().startsWith("io.habeas.")
                        && !allowed.contains(partOf(type))))
        .check(HABEAS);
  }

  @Test
  void shouldKeepPoliciesPure() {
    noClasses()
        .that()
        .implement(Policy.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "org.apache.kafka..",
            "com.mongodb..",
            "java.io..",
            "java.nio..",
            "java.net..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(HABEAS);
  }

  @Test
  void shouldHaveNoRoomForThingsWithoutAPlace() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..common..", "..core..", "..util..", "..utils..", "..shared..", "..helper..")
        .check(HABEAS);
  }

  @Test
  void shouldNeverSleepNorChangeTheJvm() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(System.class, "setProperty", String.class, String.class)
        .check(HABEAS);
  }

  @Test
  void shouldDeclareNullnessOfEveryPackage() {
    List<String> undeclared =
        HABEAS.stream()
            .filter(type -> !type.isAnnotatedWith(AvroGenerated.class))
            .map(JavaClass::getPackage)
            .distinct()
            .filter(inside -> !inside.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();

    assertThat(undeclared).isEmpty();
  }

  @Test
  void shouldKeepConfigurationInRecords() {
    classes()
        .that()
        .areAnnotatedWith("org.springframework.boot.context.properties.ConfigurationProperties")
        .should()
        .beRecords()
        .check(HABEAS);
  }

  private static String partOf(JavaClass type) {
    String[] path = type.getPackageName().split("\\.", -1);
    return path.length > 2 ? path[2] : "";
  }
}
