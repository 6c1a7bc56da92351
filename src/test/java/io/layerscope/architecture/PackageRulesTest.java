package io.layerscope.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Who may import whom, as whitelists: what is not named is forbidden, and what is named must be
 * there. So neither a new package nor one that was renamed escapes its rule.
 */
class PackageRulesTest {

  private static final String ROOT = "io.layerscope";
  private static final String NN = ROOT + ".nn";

  /** The house: a top-level package and the others that it may import. */
  private static final Map<String, Set<String>> HOUSE =
      Map.of(
          "nn", Set.of(),
          "web", Set.of("nn"),
          "storage", Set.of("nn", "web"),
          "access", Set.of("nn", "web", "storage"),
          "dataset", Set.of("nn", "web", "storage"),
          "model", Set.of("nn", "web", "storage", "dataset"),
          "run", Set.of("nn", "web", "storage", "dataset", "model"),
          "inference", Set.of("nn", "web", "storage", "dataset", "model"),
          "laboratory", Set.of("nn", "web", "dataset", "model"));

  /** The algorithm: a package below nn ("" is its root) and the others that it may import. */
  private static final Map<String, Set<String>> ALGORITHM =
      Map.ofEntries(
          Map.entry("bounds", Set.of()),
          Map.entry("theory", Set.of()),
          Map.entry("theory.normalization", Set.of("theory")),
          Map.entry("array", Set.of("bounds")),
          Map.entry("array.kernel", Set.of("array", "bounds")),
          Map.entry("activation", Set.of("bounds", "array", "array.kernel")),
          Map.entry("init", Set.of("bounds", "array", "array.kernel", "activation")),
          Map.entry("layer", Set.of("bounds", "array", "array.kernel", "activation", "init")),
          Map.entry("loss", Set.of("bounds", "array", "array.kernel")),
          Map.entry("optim", Set.of("bounds", "array", "array.kernel")),
          Map.entry("statistics", Set.of("bounds", "array", "array.kernel", "theory")),
          Map.entry("evaluation", Set.of("bounds", "theory")),
          Map.entry(
              "",
              Set.of(
                  "bounds",
                  "array",
                  "array.kernel",
                  "activation",
                  "init",
                  "layer",
                  "loss",
                  "optim",
                  "statistics",
                  "evaluation",
                  "theory",
                  "theory.normalization")));

  /** All that the algorithm may import from outside. */
  private static final List<String> OUTSIDE =
      List.of(
          "java",
          "jdk.incubator.vector",
          "org.nd4j",
          "org.bytedeco",
          "org.jspecify",
          "com.fasterxml.jackson.annotation");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void features_import_what_lies_below_them() {
    assertThat(violations(HOUSE, PackageRulesTest::room)).isEmpty();
  }

  @Test
  void the_algorithm_is_built_in_layers() {
    assertThat(violations(ALGORITHM, PackageRulesTest::part)).isEmpty();
  }

  @Test
  void the_rules_name_each_package_that_there_is_and_no_other() {
    assertThat(names(PackageRulesTest::room)).isEqualTo(new TreeSet<>(HOUSE.keySet()));
    assertThat(names(PackageRulesTest::part)).isEqualTo(new TreeSet<>(ALGORITHM.keySet()));
  }

  @Test
  void the_algorithm_knows_nothing_of_the_service() {
    var foreign = new TreeSet<String>();
    for (JavaClass type : CLASSES) {
      if (part(type) != null) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          String there = target.getPackageName();
          if (part(target) == null
              && !target.isPrimitive()
              && OUTSIDE.stream().noneMatch(name -> inside(there, name))) {
            foreign.add(dependency.getDescription());
          }
        }
      }
    }
    assertThat(foreign).isEmpty();
  }

  @Test
  void nobody_imports_the_root() {
    var imports = new TreeSet<String>();
    for (JavaClass type : CLASSES) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.getPackageName().equals(ROOT) && !type.getPackageName().equals(ROOT)) {
          imports.add(dependency.getDescription());
        }
      }
    }
    assertThat(imports).isEmpty();
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  private static Set<String> violations(
      Map<String, Set<String>> allowed, Function<JavaClass, String> name) {
    var violations = new TreeSet<String>();
    for (JavaClass type : CLASSES) {
      String from = name.apply(type);
      if (from != null) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          String to = name.apply(dependency.getTargetClass().getBaseComponentType());
          if (to != null
              && !to.equals(from)
              && !allowed.getOrDefault(from, Set.of()).contains(to)) {
            violations.add(from + " imports " + to + ": " + dependency.getDescription());
          }
        }
      }
    }
    return violations;
  }

  private static Set<String> names(Function<JavaClass, String> name) {
    var names = new TreeSet<String>();
    for (JavaClass type : CLASSES) {
      String found = name.apply(type);
      if (found != null) {
        names.add(found);
      }
    }
    return names;
  }

  /** The top-level package of a class; null for the root and for what is not ours. */
  private static String room(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1).split("\\.")[0] : null;
  }

  /** The package of a class below nn, "" for nn itself; null for all others. */
  private static String part(JavaClass type) {
    String name = type.getPackageName();
    return inside(name, NN) ? name.substring(Math.min(name.length(), NN.length() + 1)) : null;
  }

  private static boolean inside(String name, String parent) {
    return name.equals(parent) || name.startsWith(parent + ".");
  }
}
