/** The register: the life of a request from receipt to answer (Art. 12 GDPR), and its clock. */
@NullMarked
package io.habeas.intake.register;

import org.jspecify.annotations.NullMarked;
