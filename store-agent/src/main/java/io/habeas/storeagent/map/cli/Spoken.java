package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.map.StoreKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads constants as they are written on a command line: in lower case. */
final class Spoken {
  private Spoken() {}

  private static <E extends Enum<E>> E read(E[] constants, String text) {
    return Arrays.stream(constants)
        .filter(constant -> written(constant).equals(text))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> known = Arrays.stream(constants).map(Spoken::written).toList();
              return new TypeConversionException(
                  "Expected one of %s but it is %s".formatted(known, text));
            });
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Reads kinds of stores. */
  static final class Kind implements ITypeConverter<StoreKind> {
    @Override
    public StoreKind convert(String text) {
      return read(StoreKind.values(), text);
    }
  }

  /** Reads formats. */
  static final class Format implements ITypeConverter<ShowCommand.Format> {
    @Override
    public ShowCommand.Format convert(String text) {
      return read(ShowCommand.Format.values(), text);
    }
  }

  /** Reads keys of datasets, as they are. */
  static final class Key implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return text;
    }
  }
}
