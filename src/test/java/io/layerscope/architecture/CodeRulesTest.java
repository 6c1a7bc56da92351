package io.layerscope.architecture;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;

/** What no class does, is named, or grows to. */
class CodeRulesTest {

  private static final int MOST_LINES = 300;

  /** Time and chance come in by the constructor: as a clock, or as a seed. */
  private static final Set<String> HIDDEN_INPUTS =
      Set.of(
          "java.lang.Math.random",
          "java.lang.System.currentTimeMillis",
          "java.util.concurrent.ThreadLocalRandom.current",
          "java.util.UUID.randomUUID");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.layerscope");

  @Test
  void controllers_are_package_private() {
    classes()
        .that()
        .areMetaAnnotatedWith(Controller.class)
        .or()
        .areMetaAnnotatedWith(ControllerAdvice.class)
        .should()
        .bePackagePrivate()
        .check(CLASSES);
  }

  @Test
  void names_say_what_a_class_is() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Mapper|Dto|DTO)")
        .check(CLASSES);
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..common..", "..helper..", "..config..", "..exceptions..")
        .check(CLASSES);
  }

  @Test
  void nothing_depends_on_hidden_time_or_chance() {
    noClasses().should().callMethodWhere(are(hidden())).check(CLASSES);
    noClasses().should().callConstructor(Random.class).check(CLASSES);
  }

  @Test
  void nothing_reads_what_others_have_serialized() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .check(CLASSES);
    noClasses().should().callMethodWhere(are(ndarrayReader())).check(CLASSES);
  }

  @Test
  void only_the_annotations_of_the_old_jackson_are_used() {
    noClasses()
        // springdoc extends its own models, and those speak the old Jackson.
        .that()
        .resideOutsideOfPackage("io.layerscope.web.openapi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind..")
        .check(CLASSES);
  }

  @Test
  void every_package_is_null_marked() throws IOException {
    var unmarked = new ArrayList<Path>();
    for (Path source : sources()) {
      Path info = source.resolveSibling("package-info.java");
      if (!Files.exists(info) || !Files.readString(info).contains("NullMarked")) {
        unmarked.add(source.getParent());
      }
    }
    assertThat(unmarked).as("packages without @NullMarked").isEmpty();
  }

  @Test
  void no_source_file_is_longer_than_a_reader_bears() throws IOException {
    var longer = new ArrayList<String>();
    for (Path source : sources()) {
      int lines = Files.readAllLines(source).size();
      if (lines > MOST_LINES) {
        longer.add(source + " has " + lines);
      }
    }
    assertThat(longer).as("files above %d lines", MOST_LINES).isEmpty();
  }

  @Test
  void tests_do_not_sleep_and_are_not_switched_off() throws IOException {
    var found = new ArrayList<String>();
    for (Path source : sources()) {
      String text = Files.readString(source);
      for (String forbidden : List.of("Thread." + "sleep", "@" + "Disabled")) {
        if (source.startsWith("src/test") && text.contains(forbidden)) {
          found.add(source + ": " + forbidden);
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static DescribedPredicate<JavaCall<?>> hidden() {
    return DescribedPredicate.describe(
        "hidden time or chance",
        call -> {
          String owner = call.getTargetOwner().getName();
          String method = call.getTarget().getName();
          return HIDDEN_INPUTS.contains(owner + "." + method)
              || (owner.startsWith("java.time.")
                  && method.equals("now")
                  && call.getTarget().getRawParameterTypes().isEmpty())
              || (owner.equals("org.nd4j.linalg.factory.Nd4j") && method.startsWith("rand"));
        });
  }

  private static DescribedPredicate<JavaCall<?>> ndarrayReader() {
    return DescribedPredicate.describe(
        "Nd4j.read*",
        call ->
            call.getTargetOwner().getName().equals("org.nd4j.linalg.factory.Nd4j")
                && call.getTarget().getName().startsWith("read"));
  }

  private static List<Path> sources() throws IOException {
    try (var files = Files.walk(Path.of("src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
