/** Fetches JSON documents from allowed origins, one ({@code /fetch}) or several concurrently ({@code /gather}). */
package dev.meanwhile.fetch;
