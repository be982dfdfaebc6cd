/** Tests of holding records against what the cluster knows. */
package dev.custody.report.cluster;
