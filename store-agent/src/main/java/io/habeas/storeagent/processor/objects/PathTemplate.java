package io.habeas.storeagent.processor.objects;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path with names in braces, each of which stands for one value. Values are encoded as one part
 * of the path, whatever is in them.
 */
record PathTemplate(String text) {
  private static final Pattern NAME = Pattern.compile("\\{([a-z][a-z0-9_]*)}");
  private static final Pattern PATH =
      Pattern.compile("(/([A-Za-z0-9._~-]|\\{[a-z][a-z0-9_]*})+)+(\\?[A-Za-z0-9._~=&-]+)?");

  /**
   * @throws IllegalArgumentException if it is no path
   */
  PathTemplate {
    if (!PATH.matcher(text).matches()) {
      throw new IllegalArgumentException("Expected a path with names in braces but it is " + text);
    }
  }

  /** The names, in their order. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /**
   * The address below {@code base}.
   *
   * @param values has one for each name
   */
  URI at(URI base, Map<String, String> values) {
    String path =
        NAME.matcher(text)
            .replaceAll(
                name -> Matcher.quoteReplacement(encoded(values.getOrDefault(name.group(1), ""))));
    String root = base.toString();
    return URI.create((root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + path);
  }

  /** The same address with another parameter. */
  static URI with(URI address, String parameter, String value) {
    return URI.create(
        address
            + (address.getRawQuery() == null ? "?" : "&")
            + encoded(parameter)
            + "="
            + encoded(value));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
