package io.habeas.storeagent.processor.opendsr;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that issues certificates to processors of tests. */
final class Authority {
  private static final AtomicLong SERIAL = new AtomicLong();

  private final X500Principal name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  Authority(String name) {
    this.name = new X500Principal("CN=" + name);
    this.keys = keys();
    this.certificate =
        certificate(
            this.name,
            this.name,
            keys.getPublic(),
            keys.getPrivate(),
            "",
            Instant.parse("2030-01-01T00:00:00Z"));
  }

  /** A processor's key and the certificate for it. */
  record Issued(PrivateKey key, X509Certificate certificate) {

    /** Signs as OpenDSR has it. */
    String sign(byte[] body) {
      try {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(body);
        return Base64.getEncoder().encodeToString(signature.sign());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    String pem() {
      return Authority.pem(certificate);
    }
  }

  Issued issue(String domain) {
    return issue(domain, Instant.parse("2030-01-01T00:00:00Z"));
  }

  Issued issue(String domain, Instant until) {
    KeyPair pair = keys();
    return new Issued(
        pair.getPrivate(),
        certificate(
            name,
            new X500Principal("CN=Processor"),
            pair.getPublic(),
            keys.getPrivate(),
            domain,
            until));
  }

  static Issued selfSigned(String domain) {
    KeyPair pair = keys();
    X500Principal self = new X500Principal("CN=" + domain);
    return new Issued(
        pair.getPrivate(),
        certificate(
            self,
            self,
            pair.getPublic(),
            pair.getPrivate(),
            domain,
            Instant.parse("2030-01-01T00:00:00Z")));
  }

  String pem() {
    return pem(certificate);
  }

  private static String pem(X509Certificate certificate) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(certificate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate certificate(
      X500Principal issuer,
      X500Principal subject,
      PublicKey key,
      PrivateKey signer,
      String domain,
      Instant until) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(Instant.parse("2026-01-01T00:00:00Z")),
              Date.from(until),
              subject,
              key);
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(domain.isEmpty()));
      if (!domain.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.dNSName, domain)));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(signer)));
    } catch (OperatorCreationException | GeneralSecurityException | CertIOException e) {
      throw new IllegalStateException(e);
    }
  }
}
