/** What a run means: its verdict, and the sentences and the table that present it. */
package dev.meanwhile.lab.summary;
