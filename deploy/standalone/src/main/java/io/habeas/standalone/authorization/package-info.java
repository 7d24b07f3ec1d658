/** An OAuth2 authorization server for the services' tokens; in production any issuer does. */
@NullMarked
package io.habeas.standalone.authorization;

import org.jspecify.annotations.NullMarked;
