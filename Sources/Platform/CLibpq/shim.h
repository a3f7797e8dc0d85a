#include <libpq-fe.h>
#include <sys/eventfd.h>

// Character macros, which Swift does not import.
static const int mien_pg_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int mien_pg_diag_message = PG_DIAG_MESSAGE_PRIMARY;
static const int mien_pg_diag_constraint = PG_DIAG_CONSTRAINT_NAME;
