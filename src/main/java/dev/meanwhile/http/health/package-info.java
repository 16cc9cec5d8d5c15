/** Health checks of the HTTP servers. */
package dev.meanwhile.http.health;
