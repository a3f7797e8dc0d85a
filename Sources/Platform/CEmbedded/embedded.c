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
#embed "../../../Sources/Platform/Schema/Migrations/m0011_logins.sql" suffix(,)
    0};
static const unsigned char file_11[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0012_audit_actions.sql" suffix(,)
    0};
static const unsigned char file_12[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0013_vault.sql" suffix(,)
    0};
static const unsigned char file_13[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0013_vault_index.postgres.sql" suffix(,)
    0};
static const unsigned char file_14[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0013_vault_index.sql" suffix(,)
    0};
static const unsigned char file_15[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0014_conversations.sql" suffix(,)
    0};
static const unsigned char file_16[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0015_turns.sql" suffix(,)
    0};
static const unsigned char file_17[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0016_search.postgres.sql" suffix(,)
    0};
static const unsigned char file_18[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0016_search.sql" suffix(,)
    0};
static const unsigned char file_19[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0019_commit_marks.sql" suffix(,)
    0};
static const unsigned char file_20[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0021_provenance.sql" suffix(,)
    0};
static const unsigned char file_21[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0022_test_baselines.sql" suffix(,)
    0};
static const unsigned char file_22[] = {
#embed "../../../Sources/Platform/Schema/Migrations/m0025_reply_reasoning.sql" suffix(,)
    0};
static const unsigned char file_23[] = {
#embed "../../../web/MANIFEST" suffix(,)
    0};
static const unsigned char file_24[] = {
#embed "../../../web/frame.html" suffix(,)
    0};
static const unsigned char file_25[] = {
#embed "../../../web/not-found.html" suffix(,)
    0};
static const unsigned char file_26[] = {
#embed "../../../web/try-closed.html" suffix(,)
    0};
static const unsigned char file_27[] = {
#embed "../../../web/index.html" suffix(,)
    0};
static const unsigned char file_28[] = {
#embed "../../../web/try.html" suffix(,)
    0};
static const unsigned char file_29[] = {
#embed "../../../web/posture.html" suffix(,)
    0};
static const unsigned char file_30[] = {
#embed "../../../web/login.html" suffix(,)
    0};
static const unsigned char file_31[] = {
#embed "../../../web/inbox.html" suffix(,)
    0};
static const unsigned char file_32[] = {
#embed "../../../web/settings.html" suffix(,)
    0};
static const unsigned char file_33[] = {
#embed "../../../web/docs.html" suffix(,)
    0};
static const unsigned char file_34[] = {
#embed "../../../web/favicon.svg" suffix(,)
    0};
static const unsigned char file_35[] = {
#embed "../../../web/mien.css" suffix(,)
    0};
static const unsigned char file_36[] = {
#embed "../../../web/try.css" suffix(,)
    0};
static const unsigned char file_37[] = {
#embed "../../../web/posture.css" suffix(,)
    0};
static const unsigned char file_38[] = {
#embed "../../../web/login.css" suffix(,)
    0};
static const unsigned char file_39[] = {
#embed "../../../web/inbox.css" suffix(,)
    0};
static const unsigned char file_40[] = {
#embed "../../../web/vault.css" suffix(,)
    0};
static const unsigned char file_41[] = {
#embed "../../../web/settings.css" suffix(,)
    0};
static const unsigned char file_42[] = {
#embed "../../../web/docs.css" suffix(,)
    0};
static const unsigned char file_43[] = {
#embed "../../../web/theme.js" suffix(,)
    0};
static const unsigned char file_44[] = {
#embed "../../../web/html.js" suffix(,)
    0};
static const unsigned char file_45[] = {
#embed "../../../web/try.js" suffix(,)
    0};
static const unsigned char file_46[] = {
#embed "../../../web/verdict.js" suffix(,)
    0};
static const unsigned char file_47[] = {
#embed "../../../web/dial.js" suffix(,)
    0};
static const unsigned char file_48[] = {
#embed "../../../web/rhythm.js" suffix(,)
    0};
static const unsigned char file_49[] = {
#embed "../../../web/sent.js" suffix(,)
    0};
static const unsigned char file_50[] = {
#embed "../../../web/robot.js" suffix(,)
    0};
static const unsigned char file_51[] = {
#embed "../../../web/posture.js" suffix(,)
    0};
static const unsigned char file_52[] = {
#embed "../../../web/posture-codes.js" suffix(,)
    0};
static const unsigned char file_53[] = {
#embed "../../../web/posture-examples.js" suffix(,)
    0};
static const unsigned char file_54[] = {
#embed "../../../web/posture-figure.js" suffix(,)
    0};
static const unsigned char file_55[] = {
#embed "../../../web/posture-reading.js" suffix(,)
    0};
static const unsigned char file_56[] = {
#embed "../../../web/posture-detail.js" suffix(,)
    0};
static const unsigned char file_57[] = {
#embed "../../../web/posture-marks.js" suffix(,)
    0};
static const unsigned char file_58[] = {
#embed "../../../web/api.js" suffix(,)
    0};
static const unsigned char file_59[] = {
#embed "../../../web/once.js" suffix(,)
    0};
static const unsigned char file_60[] = {
#embed "../../../web/login.js" suffix(,)
    0};
static const unsigned char file_61[] = {
#embed "../../../web/words.js" suffix(,)
    0};
static const unsigned char file_62[] = {
#embed "../../../web/markdown.js" suffix(,)
    0};
static const unsigned char file_63[] = {
#embed "../../../web/snippet.js" suffix(,)
    0};
static const unsigned char file_64[] = {
#embed "../../../web/stream.js" suffix(,)
    0};
static const unsigned char file_65[] = {
#embed "../../../web/model-steps.js" suffix(,)
    0};
static const unsigned char file_66[] = {
#embed "../../../web/inbox.js" suffix(,)
    0};
static const unsigned char file_67[] = {
#embed "../../../web/found-notes.js" suffix(,)
    0};
static const unsigned char file_68[] = {
#embed "../../../web/inbox-list.js" suffix(,)
    0};
static const unsigned char file_69[] = {
#embed "../../../web/inbox-talk.js" suffix(,)
    0};
static const unsigned char file_70[] = {
#embed "../../../web/inbox-deeds.js" suffix(,)
    0};
static const unsigned char file_71[] = {
#embed "../../../web/inbox-message.js" suffix(,)
    0};
static const unsigned char file_72[] = {
#embed "../../../web/inbox-notice.js" suffix(,)
    0};
static const unsigned char file_73[] = {
#embed "../../../web/vault.js" suffix(,)
    0};
static const unsigned char file_74[] = {
#embed "../../../web/vault-note.js" suffix(,)
    0};
static const unsigned char file_75[] = {
#embed "../../../web/vault-file.js" suffix(,)
    0};
static const unsigned char file_76[] = {
#embed "../../../web/sure.js" suffix(,)
    0};
static const unsigned char file_77[] = {
#embed "../../../web/settings.js" suffix(,)
    0};
static const unsigned char file_78[] = {
#embed "../../../web/settings-sessions.js" suffix(,)
    0};
static const unsigned char file_79[] = {
#embed "../../../web/settings-keys.js" suffix(,)
    0};
static const unsigned char file_80[] = {
#embed "../../../web/settings-people.js" suffix(,)
    0};
static const unsigned char file_81[] = {
#embed "../../../web/settings-model.js" suffix(,)
    0};
static const unsigned char file_82[] = {
#embed "../../../web/settings-audit.js" suffix(,)
    0};
static const unsigned char file_83[] = {
#embed "../../../web/index.js" suffix(,)
    0};
static const unsigned char file_84[] = {
#embed "../../../web/docs.js" suffix(,)
    0};
static const unsigned char file_85[] = {
#embed "../../../web/schema.js" suffix(,)
    0};
static const unsigned char file_86[] = {
#embed "../../../sdk/stradum.min.js" suffix(,)
    0};
static const unsigned char file_87[] = {
#embed "../../../docs/openapi/openapi.json" suffix(,)
    0};
static const unsigned char file_88[] = {
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
    {"Sources/Platform/Schema/Migrations/m0011_logins.sql", file_10, sizeof file_10 - 1},
    {"Sources/Platform/Schema/Migrations/m0012_audit_actions.sql", file_11, sizeof file_11 - 1},
    {"Sources/Platform/Schema/Migrations/m0013_vault.sql", file_12, sizeof file_12 - 1},
    {"Sources/Platform/Schema/Migrations/m0013_vault_index.postgres.sql", file_13, sizeof file_13 - 1},
    {"Sources/Platform/Schema/Migrations/m0013_vault_index.sql", file_14, sizeof file_14 - 1},
    {"Sources/Platform/Schema/Migrations/m0014_conversations.sql", file_15, sizeof file_15 - 1},
    {"Sources/Platform/Schema/Migrations/m0015_turns.sql", file_16, sizeof file_16 - 1},
    {"Sources/Platform/Schema/Migrations/m0016_search.postgres.sql", file_17, sizeof file_17 - 1},
    {"Sources/Platform/Schema/Migrations/m0016_search.sql", file_18, sizeof file_18 - 1},
    {"Sources/Platform/Schema/Migrations/m0019_commit_marks.sql", file_19, sizeof file_19 - 1},
    {"Sources/Platform/Schema/Migrations/m0021_provenance.sql", file_20, sizeof file_20 - 1},
    {"Sources/Platform/Schema/Migrations/m0022_test_baselines.sql", file_21, sizeof file_21 - 1},
    {"Sources/Platform/Schema/Migrations/m0025_reply_reasoning.sql", file_22, sizeof file_22 - 1},
    {"web/MANIFEST", file_23, sizeof file_23 - 1},
    {"web/frame.html", file_24, sizeof file_24 - 1},
    {"web/not-found.html", file_25, sizeof file_25 - 1},
    {"web/try-closed.html", file_26, sizeof file_26 - 1},
    {"web/index.html", file_27, sizeof file_27 - 1},
    {"web/try.html", file_28, sizeof file_28 - 1},
    {"web/posture.html", file_29, sizeof file_29 - 1},
    {"web/login.html", file_30, sizeof file_30 - 1},
    {"web/inbox.html", file_31, sizeof file_31 - 1},
    {"web/settings.html", file_32, sizeof file_32 - 1},
    {"web/docs.html", file_33, sizeof file_33 - 1},
    {"web/favicon.svg", file_34, sizeof file_34 - 1},
    {"web/mien.css", file_35, sizeof file_35 - 1},
    {"web/try.css", file_36, sizeof file_36 - 1},
    {"web/posture.css", file_37, sizeof file_37 - 1},
    {"web/login.css", file_38, sizeof file_38 - 1},
    {"web/inbox.css", file_39, sizeof file_39 - 1},
    {"web/vault.css", file_40, sizeof file_40 - 1},
    {"web/settings.css", file_41, sizeof file_41 - 1},
    {"web/docs.css", file_42, sizeof file_42 - 1},
    {"web/theme.js", file_43, sizeof file_43 - 1},
    {"web/html.js", file_44, sizeof file_44 - 1},
    {"web/try.js", file_45, sizeof file_45 - 1},
    {"web/verdict.js", file_46, sizeof file_46 - 1},
    {"web/dial.js", file_47, sizeof file_47 - 1},
    {"web/rhythm.js", file_48, sizeof file_48 - 1},
    {"web/sent.js", file_49, sizeof file_49 - 1},
    {"web/robot.js", file_50, sizeof file_50 - 1},
    {"web/posture.js", file_51, sizeof file_51 - 1},
    {"web/posture-codes.js", file_52, sizeof file_52 - 1},
    {"web/posture-examples.js", file_53, sizeof file_53 - 1},
    {"web/posture-figure.js", file_54, sizeof file_54 - 1},
    {"web/posture-reading.js", file_55, sizeof file_55 - 1},
    {"web/posture-detail.js", file_56, sizeof file_56 - 1},
    {"web/posture-marks.js", file_57, sizeof file_57 - 1},
    {"web/api.js", file_58, sizeof file_58 - 1},
    {"web/once.js", file_59, sizeof file_59 - 1},
    {"web/login.js", file_60, sizeof file_60 - 1},
    {"web/words.js", file_61, sizeof file_61 - 1},
    {"web/markdown.js", file_62, sizeof file_62 - 1},
    {"web/snippet.js", file_63, sizeof file_63 - 1},
    {"web/stream.js", file_64, sizeof file_64 - 1},
    {"web/model-steps.js", file_65, sizeof file_65 - 1},
    {"web/inbox.js", file_66, sizeof file_66 - 1},
    {"web/found-notes.js", file_67, sizeof file_67 - 1},
    {"web/inbox-list.js", file_68, sizeof file_68 - 1},
    {"web/inbox-talk.js", file_69, sizeof file_69 - 1},
    {"web/inbox-deeds.js", file_70, sizeof file_70 - 1},
    {"web/inbox-message.js", file_71, sizeof file_71 - 1},
    {"web/inbox-notice.js", file_72, sizeof file_72 - 1},
    {"web/vault.js", file_73, sizeof file_73 - 1},
    {"web/vault-note.js", file_74, sizeof file_74 - 1},
    {"web/vault-file.js", file_75, sizeof file_75 - 1},
    {"web/sure.js", file_76, sizeof file_76 - 1},
    {"web/settings.js", file_77, sizeof file_77 - 1},
    {"web/settings-sessions.js", file_78, sizeof file_78 - 1},
    {"web/settings-keys.js", file_79, sizeof file_79 - 1},
    {"web/settings-people.js", file_80, sizeof file_80 - 1},
    {"web/settings-model.js", file_81, sizeof file_81 - 1},
    {"web/settings-audit.js", file_82, sizeof file_82 - 1},
    {"web/index.js", file_83, sizeof file_83 - 1},
    {"web/docs.js", file_84, sizeof file_84 - 1},
    {"web/schema.js", file_85, sizeof file_85 - 1},
    {"sdk/stradum.min.js", file_86, sizeof file_86 - 1},
    {"docs/openapi/openapi.json", file_87, sizeof file_87 - 1},
    {"models/posture-heads.bin", file_88, sizeof file_88 - 1},
};

const embedded_file *embedded_file_at(size_t index) {
    return index < sizeof files / sizeof *files ? &files[index] : NULL;
}
