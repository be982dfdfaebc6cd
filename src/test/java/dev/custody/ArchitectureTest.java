package dev.custody;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.custody.record.CauseId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The package table of the README, kept true. */
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.custody");

  @Test
  void arrowsPointOneWay() {
    check(
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("cli")
            .definedBy("dev.custody.cli..")
            .layer("report")
            .definedBy("dev.custody.report..")
            .layer("cluster")
            .definedBy("dev.custody.cluster..")
            .layer("gate")
            .definedBy("dev.custody.gate..")
            .layer("diagnosis")
            .definedBy("dev.custody.diagnosis..")
            .layer("record")
            .definedBy("dev.custody.record..")
            .layer("oci")
            .definedBy("dev.custody.oci..")
            .layer("linux")
            .definedBy("dev.custody.linux..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("cluster")
            .mayOnlyBeAccessedByLayers("cli", "report")
            .whereLayer("cluster")
            .mayNotAccessAnyLayer()
            .whereLayer("diagnosis")
            .mayOnlyBeAccessedByLayers("cli", "report")
            .whereLayer("gate")
            .mayOnlyBeAccessedByLayers("cli", "report", "diagnosis")
            .whereLayer("record")
            .mayOnlyBeAccessedByLayers("cli", "report", "gate", "diagnosis")
            .whereLayer("oci")
            .mayOnlyBeAccessedByLayers("cli", "report", "gate", "diagnosis", "record")
            .whereLayer("linux")
            .mayOnlyBeAccessedByLayers("cli", "report", "gate", "diagnosis", "record"));
  }

  @Test
  void roomsOfReportPointOneWay() {
    check(
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("text")
            .definedBy("dev.custody.report.text..")
            .layer("log")
            .definedBy("dev.custody.report.log..")
            .layer("cluster")
            .definedBy("dev.custody.report.cluster..")
            .layer("run")
            .definedBy("dev.custody.report.run..")
            .layer("render")
            .definedBy("dev.custody.report.render..")
            .whereLayer("render")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("render")
            .whereLayer("cluster")
            .mayOnlyBeAccessedByLayers("run", "render")
            .whereLayer("log")
            .mayOnlyBeAccessedByLayers("cluster", "run", "render"));
  }

  @Test
  void roomsOfDiagnosisPointOneWay() {
    check(
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("list")
            .definedBy("dev.custody.diagnosis")
            .layer("place")
            .definedBy("dev.custody.diagnosis.place")
            .layer("access")
            .definedBy("dev.custody.diagnosis.access")
            .layer("content")
            .definedBy("dev.custody.diagnosis.content")
            .layer("posix")
            .definedBy("dev.custody.diagnosis.posix")
            .layer("write")
            .definedBy("dev.custody.diagnosis.write")
            .layer("facts")
            .definedBy("dev.custody.diagnosis.facts")
            .whereLayer("list")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("place")
            .mayOnlyBeAccessedByLayers("list")
            .whereLayer("access")
            .mayOnlyBeAccessedByLayers("list", "place")
            .whereLayer("content")
            .mayOnlyBeAccessedByLayers("list", "place")
            .whereLayer("posix")
            .mayOnlyBeAccessedByLayers("list", "access", "write")
            .whereLayer("write")
            .mayOnlyBeAccessedByLayers("list"));
  }

  @Test
  void everyCauseIsNamedAsItsId() {
    Stream<CauseId> ids = Arrays.stream(CauseId.values());
    ids.forEach(id -> {
      String name = className(id);
      assertEquals(
          1,
          MAIN.stream()
              .filter(c ->
                  c.getSimpleName().equals(name)
                      && (c.getPackageName().startsWith("dev.custody.diagnosis")
                          || c.getPackageName().equals("dev.custody.report.cluster")))
              .count(),
          name);
    });
  }

  /** A cause that shows in a second room begins with its id: VolumeFullForWriting. */
  @Test
  void aClassForACauseBeginsWithItsId() {
    List<String> names = Arrays.stream(CauseId.values()).map(ArchitectureTest::className).toList();
    List<String> others =
        MAIN.stream()
            .filter(c ->
                c.getPackageName().startsWith("dev.custody.diagnosis")
                    && !c.isInterface()
                    && c.getAllRawInterfaces().stream()
                        .anyMatch(i -> i.getSimpleName().endsWith("Cause")))
            .map(JavaClass::getSimpleName)
            .filter(c -> names.stream().noneMatch(c::startsWith))
            .toList();
    assertEquals(List.of("ErrorForWriting"), others, "a table of causes, one row each");
  }

  private static String className(CauseId id) {
    return Arrays.stream(id.id().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("dev.custody.(*)..").should().beFreeOfCycles());
  }

  @Test
  void foreignCallsLiveInThreeClasses() {
    check(
        noClasses()
            .that()
            .haveNameNotMatching(
                "dev\\.custody\\.linux\\.(CFunction|Libc|CachedFile|FileCalls)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign.."));
  }

  @Test
  void picocliStaysInCli() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.custody.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli.."));
  }

  @Test
  void decompressorsStayInOneRoom() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.custody.oci.read..")
            .and()
            .doNotHaveSimpleName("IoProblem")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.commons.compress..", "org.tukaani.xz..", "com.github.luben.zstd.."));
  }

  @Test
  void linuxNeedsOnlyTheJdk() {
    check(
        classes()
            .that()
            .resideInAPackage("dev.custody.linux..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "jdk..", "dev.custody.linux..", "org.jspecify.."));
  }

  @Test
  void pathsNeverBecomeFiles() {
    check(noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.File"));
    check(noClasses().should().callMethod(java.nio.file.Path.class, "toFile"));
  }

  @Test
  void standardStreamsAndExitBelongToMain() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.custody.cli.Main")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(System.class, "getenv"));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(MAIN);
  }
}
