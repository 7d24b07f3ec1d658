/** Who may call a service, and how a service calls another (OAuth2 client credentials). */
@NullMarked
package io.habeas.chassis.security;

import org.jspecify.annotations.NullMarked;
