"""What a hosted dashboard has around its pages: routes for machines, security headers, request log, metrics."""
