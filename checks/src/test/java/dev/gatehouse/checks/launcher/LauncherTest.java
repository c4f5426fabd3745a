package dev.gatehouse.checks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherTest {
  private static final Path LAUNCHER = RepositoryRoot.find().resolve("gatehouse");

  @TempDir private Path folder;

  @Test
  void findsAJdk25InTheUsualFolders() throws Exception {
    var home = packaged();
    home.jdk("new", "25.0.3");

    var outcome = home.run("serve", "--port", "1 2");

    assertThat(outcome.out()).contains("jdk=new").contains("gatehouse.jar serve --port 1 2");
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void javaReplacesTheLauncherSoThatSignalsReachIt() throws Exception {
    var home = packaged();
    home.jdk("new", "25");

    var outcome = home.run();

    assertThat(outcome.out()).contains("pid=" + outcome.pid() + " ");
  }

  @Test
  void explicitJavaWinsOverJavaHome() throws Exception {
    var home = packaged();
    var first = home.jdk("first", "25.0.1");
    var second = home.jdk("second", "25.0.2");

    var outcome =
        home.environment("GATEHOUSE_JAVA", first.resolve("bin/java").toString())
            .environment("JAVA_HOME", second.toString())
            .run();

    assertThat(outcome.out()).contains("jdk=first");
  }

  @Test
  void explicitJava17IsRefusedEvenWhenAJdk25IsThere() throws Exception {
    var home = packaged();
    home.jdk("new", "25.0.3");

    var outcome = home.environment("GATEHOUSE_JAVA", folder.resolve("jdks/old").toString()).run();

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("jdks/old\", which is Java 17; set it to a JDK 25.")
        .hasLineCount(1);
  }

  @Test
  void javaHome17IsPassedOver() throws Exception {
    var home = packaged();
    home.jdk("new", "25.0.3");

    var outcome = home.environment("JAVA_HOME", folder.resolve("jdks/old").toString()).run();

    assertThat(outcome.out()).contains("jdk=new");
  }

  @Test
  void missingJdk25IsSaidInOneSentence() throws Exception {
    var home = packaged();

    var outcome = home.environment("JAVA_HOME", folder.resolve("jdks/old").toString()).run();

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("found no JDK 25 (only Java 17); install one")
        .contains("or set GATEHOUSE_JAVA")
        .hasLineCount(1);
  }

  @Test
  void trainedCacheIsUsedWhenItIsThere() throws Exception {
    var home = packaged();
    home.jdk("new", "25.0.3");
    home.write("gatehouse.aot", "");

    assertThat(home.run().out()).contains("-XX:AOTCache=");
  }

  @Test
  void filesMayHaveNamesInAnyLettersWhereNoLanguageIsChosen() throws Exception {
    var home = packaged();
    home.jdk("new", "25.0.3");

    assertThat(home.run().out()).contains("locale=C.UTF-8 ");
    assertThat(home.environment("LANG", "POSIX").run().out()).contains("locale=C.UTF-8 ");
    assertThat(home.environment("LC_CTYPE", "de_AT.UTF-8").run().out()).contains("locale= ");
  }

  @Test
  void checkoutIsBuiltOnceAndPassesMavenArguments() throws Exception {
    var home = checkout();
    home.maven("bin/mvn");

    var first = home.environment("MAVEN_ARGS", "-o -Dx=y").run("doctor");
    var second = home.run("doctor");

    assertThat(first.err()).contains("Building Gatehouse (first use only)");
    assertThat(first.exit()).isZero();
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains("gatehouse.jar doctor");
    assertThat(home.mavenRuns())
        .singleElement()
        .asString()
        .contains("mvn -q -B -o -Dx=y -pl gateway -am");
  }

  @Test
  void newerSourceCausesABuild() throws Exception {
    var home = checkout();
    home.maven("bin/mvn");
    home.run();

    var later = FileTime.from(Instant.now().plusSeconds(5));
    Files.setLastModifiedTime(folder.resolve("core/src/main/java/A.java"), later);
    home.run();

    assertThat(home.mavenRuns()).hasSize(2);
  }

  @Test
  void wrapperServesWhereMavenIsMissing() throws Exception {
    var home = checkout();
    home.maven("mvnw");

    home.run();

    assertThat(home.mavenRuns()).singleElement().asString().startsWith("mvnw ");
  }

  @Test
  void startsAtTheSameTimeShareOneBuild() throws Exception {
    var home = checkout();
    home.maven("bin/mvn");

    var first = home.start();
    var second = home.start();

    assertThat(home.finish(first).exit()).isZero();
    assertThat(home.finish(second).exit()).isZero();
    assertThat(home.mavenRuns()).hasSize(1);
  }

  @Test
  void lockOfADeadLauncherIsTakenOver() throws Exception {
    var home = checkout();
    home.maven("bin/mvn");
    home.write("target/dist/lock/pid", "999999999");

    assertThat(home.run().exit()).isZero();
  }

  @Test
  void failedBuildShowsItsOutputAndInstallsNothing() throws Exception {
    var home = checkout();
    home.script("mvnw", "echo 'Planted is broken'; exit 1");

    var outcome = home.run();

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("Planted is broken").contains("the build failed");
    assertThat(folder.resolve("target/dist/current")).doesNotExist();
    assertThat(folder.resolve("target/dist/lock")).doesNotExist();
  }

  @Test
  void missingCacheIsSaidAndTheProgramStartsAllTheSame() throws Exception {
    var home = checkout();
    home.maven("bin/mvn");

    var outcome = home.run("doctor");

    assertThat(outcome.err()).contains("no ahead-of-time cache could be made");
    assertThat(outcome.out()).contains("gatehouse.jar doctor");
  }

  private LauncherHome packaged() throws IOException {
    return LauncherHome.packaged(folder, LAUNCHER);
  }

  private LauncherHome checkout() throws Exception {
    var home = LauncherHome.checkout(folder, LAUNCHER);
    home.jdk("new", "25.0.3");
    return home;
  }
}
