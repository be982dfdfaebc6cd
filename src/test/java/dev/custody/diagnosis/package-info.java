/** Tests of the catalogue, and the situations they share. */
package dev.custody.diagnosis;
