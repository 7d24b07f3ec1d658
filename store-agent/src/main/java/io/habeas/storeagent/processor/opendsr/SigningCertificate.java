package io.habeas.storeagent.processor.opendsr;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that a processor signs with: issued for its domain by an authority that is
 * trusted (OpenDSR, Certificates), never by itself. Whether it was revoked is not asked for.
 */
final class SigningCertificate {
  private static final String SUBJECT_NAME_IS_DNS = "2";

  private final X509Certificate certificate;

  private SigningCertificate(X509Certificate certificate) {
    this.certificate = certificate;
  }

  /** Why a certificate is not taken. */
  static final class Unacceptable extends Exception {
    private static final long serialVersionUID = 1L;

    Unacceptable(String why) {
      super(why);
    }
  }

  /**
   * The authorities in a file.
   *
   * @param file with certificates in PEM; null for those that Java trusts
   * @throws IllegalStateException if there are none
   */
  static Set<TrustAnchor> authorities(@Nullable Path file) {
    Set<TrustAnchor> anchors = new HashSet<>();
    try {
      if (file == null) {
        TrustManagerFactory factory =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (var manager : factory.getTrustManagers()) {
          if (manager instanceof X509TrustManager known) {
            for (X509Certificate authority : known.getAcceptedIssuers()) {
              anchors.add(new TrustAnchor(authority, null));
            }
          }
        }
      } else {
        try (InputStream content = Files.newInputStream(file)) {
          for (Certificate authority : factory().generateCertificates(content)) {
            anchors.add(new TrustAnchor((X509Certificate) authority, null));
          }
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "Expected certificates of authorities in %s but they cannot be read".formatted(file), e);
    }
    if (anchors.isEmpty()) {
      throw new IllegalStateException(
          "Expected certificates of authorities in %s but there are none".formatted(file));
    }
    return anchors;
  }

  private static CertificateFactory factory() throws CertificateException {
    return CertificateFactory.getInstance("X.509");
  }

  /**
   * Reads a certificate and holds it against what it must be.
   *
   * @param content the certificate, followed by those that lead to an authority, if need be
   * @param domain for which it must be issued
   * @throws Unacceptable if it is not such a certificate
   */
  static SigningCertificate read(
      byte[] content, Set<TrustAnchor> authorities, String domain, Instant now)
      throws Unacceptable {
    X509Certificate certificate;
    List<X509Certificate> chain;
    try {
      Collection<? extends Certificate> all =
          factory().generateCertificates(new ByteArrayInputStream(content));
      chain = all.stream().map(X509Certificate.class::cast).toList();
      if (chain.isEmpty()) {
        throw new Unacceptable("there is none");
      }
      certificate = chain.getFirst();
    } catch (CertificateException e) {
      throw new Unacceptable("it is no certificate");
    }
    if (certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
      throw new Unacceptable("it vouches for itself");
    }
    if (!isIssuedFor(certificate, domain)) {
      throw new Unacceptable("it is issued for another domain");
    }
    try {
      PKIXParameters parameters = new PKIXParameters(authorities);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      // An authority itself, which some send along, is no part of the path.
      List<X509Certificate> path =
          chain.stream()
              .filter(each -> !each.getIssuerX500Principal().equals(each.getSubjectX500Principal()))
              .toList();
      CertPathValidator.getInstance("PKIX").validate(factory().generateCertPath(path), parameters);
    } catch (GeneralSecurityException e) {
      throw new Unacceptable("no authority that is trusted vouches for it, or not any more");
    }
    return new SigningCertificate(certificate);
  }

  /** By a name of its own or one with an asterisk for a whole first label (RFC 9525). */
  private static boolean isIssuedFor(X509Certificate certificate, String domain) {
    String wanted = domain.toLowerCase(Locale.ROOT);
    int dot = wanted.indexOf('.');
    Optional<String> wildcard =
        dot < 0 ? Optional.empty() : Optional.of("*" + wanted.substring(dot));
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .filter(name -> SUBJECT_NAME_IS_DNS.equals(String.valueOf(name.get(0))))
              .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
              .anyMatch(name -> name.equals(wanted) || wildcard.filter(name::equals).isPresent());
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /** Whether it is still good. */
  boolean isValidAt(Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  /**
   * Whether {@code signature} is that of the SHA-256 digest of {@code body}.
   *
   * @param signature in Base64, perhaps on several lines
   */
  boolean hasSigned(byte[] body, String signature) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(signature);
      String algorithm =
          certificate.getPublicKey().getAlgorithm().equals("EC")
              ? "SHA256withECDSA"
              : "SHA256withRSA";
      Signature check = Signature.getInstance(algorithm);
      check.initVerify(certificate.getPublicKey());
      check.update(body);
      return check.verify(bytes);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
