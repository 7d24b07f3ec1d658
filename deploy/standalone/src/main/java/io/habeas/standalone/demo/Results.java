package io.habeas.standalone.demo;

import io.habeas.standalone.person.Mailbox.Letter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The directory in which a demo leaves what people got, to be looked at afterwards. */
final class Results {
  private final Path directory;

  /**
   * @param directory made if it is not there
   */
  Results(Path directory) {
    this.directory = directory;
    make(directory.resolve("letters"));
  }

  Path directory() {
    return directory;
  }

  /** Where the package of the request for access goes. */
  Path archive() {
    return directory.resolve("package.zip");
  }

  /** Where its files go. */
  Path unpacked() {
    return directory.resolve("package");
  }

  /** Keeps the letters of one person, numbered. */
  void keep(String name, List<Letter> letters) {
    for (int i = 0; i < letters.size(); i++) {
      Letter letter = letters.get(i);
      write(
          directory.resolve("letters/%s-%d.txt".formatted(name, i + 1)),
          "Subject: %s%n%n%s%n".formatted(letter.subject(), letter.text()));
    }
  }

  /** Keeps what the demo printed of its outcome. */
  void summarise(List<String> lines) {
    write(
        directory.resolve("summary.txt"),
        String.join(System.lineSeparator(), lines) + System.lineSeparator());
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void make(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
