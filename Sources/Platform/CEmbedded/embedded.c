// Written by scripts/embed: do not edit. Add files to web/MANIFEST or to the migrations, then run it again.
#include "embedded.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0001_organizations.sql" suffix(,)
    0};
static const unsigned char file_1[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0002_jobs.sql" suffix(,)
    0};
static const unsigned char file_2[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0003_outbox.sql" suffix(,)
    0};
static const unsigned char file_3[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0004_webhooks.sql" suffix(,)
    0};
static const unsigned char file_4[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0005_biometrics.sql" suffix(,)
    0};
static const unsigned char file_5[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0006_event_batch_months.postgres.sql" suffix(,)
    0};
static const unsigned char file_6[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0007_bearer_keys.sql" suffix(,)
    0};
static const unsigned char file_7[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0008_posture.sql" suffix(,)
    0};
static const unsigned char file_8[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0009_posture_names.postgres.sql" suffix(,)
    0};
static const unsigned char file_9[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0010_session_pairs.sql" suffix(,)
    0};
static const unsigned char file_10[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0012_audit_actions.sql" suffix(,)
    0};
static const unsigned char file_11[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0013_vault.sql" suffix(,)
    0};
static const unsigned char file_12[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0013_vault_order.postgres.sql" suffix(,)
    0};
static const unsigned char file_13[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0014_conversations.sql" suffix(,)
    0};
static const unsigned char file_14[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0016_search.postgres.sql" suffix(,)
    0};
static const unsigned char file_15[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0016_search.sql" suffix(,)
    0};
static const unsigned char file_16[] = {
#embed "../../../web/MANIFEST" suffix(,)
    0};
static const unsigned char file_17[] = {
#embed "../../../web/index.html" suffix(,)
    0};
static const unsigned char file_18[] = {
#embed "../../../web/try.html" suffix(,)
    0};
static const unsigned char file_19[] = {
#embed "../../../web/posture.html" suffix(,)
    0};
static const unsigned char file_20[] = {
#embed "../../../web/docs.html" suffix(,)
    0};
static const unsigned char file_21[] = {
#embed "../../../web/favicon.svg" suffix(,)
    0};
static const unsigned char file_22[] = {
#embed "../../../web/mien.css" suffix(,)
    0};
static const unsigned char file_23[] = {
#embed "../../../web/try.css" suffix(,)
    0};
static const unsigned char file_24[] = {
#embed "../../../web/posture.css" suffix(,)
    0};
static const unsigned char file_25[] = {
#embed "../../../web/docs.css" suffix(,)
    0};
static const unsigned char file_26[] = {
#embed "../../../web/theme.js" suffix(,)
    0};
static const unsigned char file_27[] = {
#embed "../../../web/html.js" suffix(,)
    0};
static const unsigned char file_28[] = {
#embed "../../../web/try.js" suffix(,)
    0};
static const unsigned char file_29[] = {
#embed "../../../web/verdict.js" suffix(,)
    0};
static const unsigned char file_30[] = {
#embed "../../../web/dial.js" suffix(,)
    0};
static const unsigned char file_31[] = {
#embed "../../../web/rhythm.js" suffix(,)
    0};
static const unsigned char file_32[] = {
#embed "../../../web/sent.js" suffix(,)
    0};
static const unsigned char file_33[] = {
#embed "../../../web/robot.js" suffix(,)
    0};
static const unsigned char file_34[] = {
#embed "../../../web/posture.js" suffix(,)
    0};
static const unsigned char file_35[] = {
#embed "../../../web/posture-codes.js" suffix(,)
    0};
static const unsigned char file_36[] = {
#embed "../../../web/posture-examples.js" suffix(,)
    0};
static const unsigned char file_37[] = {
#embed "../../../web/posture-figure.js" suffix(,)
    0};
static const unsigned char file_38[] = {
#embed "../../../web/posture-reading.js" suffix(,)
    0};
static const unsigned char file_39[] = {
#embed "../../../web/posture-detail.js" suffix(,)
    0};
static const unsigned char file_40[] = {
#embed "../../../web/posture-marks.js" suffix(,)
    0};
static const unsigned char file_41[] = {
#embed "../../../web/index.js" suffix(,)
    0};
static const unsigned char file_42[] = {
#embed "../../../web/docs.js" suffix(,)
    0};
static const unsigned char file_43[] = {
#embed "../../../web/schema.js" suffix(,)
    0};
static const unsigned char file_44[] = {
#embed "../../../sdk/stradum.min.js" suffix(,)
    0};
static const unsigned char file_45[] = {
#embed "../../../docs/openapi/openapi.json" suffix(,)
    0};
static const unsigned char file_46[] = {
#embed "../../../models/posture-heads.bin" suffix(,)
    0};

static const embedded_file files[] = {
    {"Sources/Platform/Schema/Migrations/m0001_organizations.sql", file_0, sizeof file_0 - 1},
    {"Sources/Platform/Schema/Migrations/m0002_jobs.sql", file_1, sizeof file_1 - 1},
    {"Sources/Platform/Schema/Migrations/m0003_outbox.sql", file_2, sizeof file_2 - 1},
    {"Sources/Platform/Schema/Migrations/m0004_webhooks.sql", file_3, sizeof file_3 - 1},
    {"Sources/Platform/Schema/Migrations/m0005_biometrics.sql", file_4, sizeof file_4 - 1},
    {"Sources/Platform/Schema/Migrations/m0006_event_batch_months.postgres.sql", file_5, sizeof file_5 - 1},
    {"Sources/Platform/Schema/Migrations/m0007_bearer_keys.sql", file_6, sizeof file_6 - 1},
    {"Sources/Platform/Schema/Migrations/m0008_posture.sql", file_7, sizeof file_7 - 1},
    {"Sources/Platform/Schema/Migrations/m0009_posture_names.postgres.sql", file_8, sizeof file_8 - 1},
    {"Sources/Platform/Schema/Migrations/m0010_session_pairs.sql", file_9, sizeof file_9 - 1},
    {"Sources/Platform/Schema/Migrations/m0012_audit_actions.sql", file_10, sizeof file_10 - 1},
    {"Sources/Platform/Schema/Migrations/m0013_vault.sql", file_11, sizeof file_11 - 1},
    {"Sources/Platform/Schema/Migrations/m0013_vault_order.postgres.sql", file_12, sizeof file_12 - 1},
    {"Sources/Platform/Schema/Migrations/m0014_conversations.sql", file_13, sizeof file_13 - 1},
    {"Sources/Platform/Schema/Migrations/m0016_search.postgres.sql", file_14, sizeof file_14 - 1},
    {"Sources/Platform/Schema/Migrations/m0016_search.sql", file_15, sizeof file_15 - 1},
    {"web/MANIFEST", file_16, sizeof file_16 - 1},
    {"web/index.html", file_17, sizeof file_17 - 1},
    {"web/try.html", file_18, sizeof file_18 - 1},
    {"web/posture.html", file_19, sizeof file_19 - 1},
    {"web/docs.html", file_20, sizeof file_20 - 1},
    {"web/favicon.svg", file_21, sizeof file_21 - 1},
    {"web/mien.css", file_22, sizeof file_22 - 1},
    {"web/try.css", file_23, sizeof file_23 - 1},
    {"web/posture.css", file_24, sizeof file_24 - 1},
    {"web/docs.css", file_25, sizeof file_25 - 1},
    {"web/theme.js", file_26, sizeof file_26 - 1},
    {"web/html.js", file_27, sizeof file_27 - 1},
    {"web/try.js", file_28, sizeof file_28 - 1},
    {"web/verdict.js", file_29, sizeof file_29 - 1},
    {"web/dial.js", file_30, sizeof file_30 - 1},
    {"web/rhythm.js", file_31, sizeof file_31 - 1},
    {"web/sent.js", file_32, sizeof file_32 - 1},
    {"web/robot.js", file_33, sizeof file_33 - 1},
    {"web/posture.js", file_34, sizeof file_34 - 1},
    {"web/posture-codes.js", file_35, sizeof file_35 - 1},
    {"web/posture-examples.js", file_36, sizeof file_36 - 1},
    {"web/posture-figure.js", file_37, sizeof file_37 - 1},
    {"web/posture-reading.js", file_38, sizeof file_38 - 1},
    {"web/posture-detail.js", file_39, sizeof file_39 - 1},
    {"web/posture-marks.js", file_40, sizeof file_40 - 1},
    {"web/index.js", file_41, sizeof file_41 - 1},
    {"web/docs.js", file_42, sizeof file_42 - 1},
    {"web/schema.js", file_43, sizeof file_43 - 1},
    {"sdk/stradum.min.js", file_44, sizeof file_44 - 1},
    {"docs/openapi/openapi.json", file_45, sizeof file_45 - 1},
    {"models/posture-heads.bin", file_46, sizeof file_46 - 1},
};

const embedded_file *embedded_file_at(size_t index) {
    return index < sizeof files / sizeof *files ? &files[index] : NULL;
}
