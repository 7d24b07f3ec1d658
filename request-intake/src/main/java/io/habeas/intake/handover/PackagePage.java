package io.habeas.intake.handover;

import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The page to which links in letters lead. It loads nothing from elsewhere and nobody may frame it;
 * the link's secret stays in the browser until the person asks for the package.
 */
@RestController
class PackagePage {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
  private static final Map<String, MediaType> PARTS =
      Map.of(
          "page.js", MediaType.parseMediaType("text/javascript;charset=UTF-8"),
          "page.css", MediaType.parseMediaType("text/css;charset=UTF-8"));

  @GetMapping("/package")
  ResponseEntity<Resource> page() {
    return answer("page.html", MediaType.parseMediaType("text/html;charset=UTF-8"));
  }

  @GetMapping("/package/{part}")
  ResponseEntity<Resource> part(@PathVariable String part) {
    MediaType type = PARTS.get(part);
    if (type == null) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return answer(part, type);
  }

  private static ResponseEntity<Resource> answer(String file, MediaType type) {
    return ResponseEntity.ok()
        .contentType(type)
        .cacheControl(CacheControl.noCache())
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff")
        .body(new ClassPathResource(file, PackagePage.class));
  }
}
