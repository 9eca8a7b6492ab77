/*  command_identity.c — qcdc identity new|read|list: the secrets that open who sent a petition, on this device and on paper.
 *
 *  The public key is the province's to publish (qcdc identity publish, command_publish.c), so that the server cannot put one in. */

#include "commands/command_identity.h"

#include "base/day.h"
#include "base/i18n.h"
#include "catalogue/identity_keys.h"
#include "journal/identity_secrets.h"
#include "papers/paper_code.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    char code[RECOVERY_TEXT_BYTES];
    char key[2 * BOX_KEY_BYTES + 1];
    bool provincial;
} made_t;

static qcdc_status secret_add (desk_t *desk, const uint8_t secret[RECOVERY_SECRET_BYTES], made_t *made,
                               fault_t *fault)
{
    box_keys_t keys;
    identity_keys_of (secret, &keys);
    hex_format (keys.public, sizeof keys.public, made->key);
    sodium_memzero (&keys, sizeof keys);
    made->provincial = desk->home.role == ROLE_PROVINCE;
    return identity_secrets_add (&desk->home, secret, fault);
}

/*  ---------------------------------------------------------------- new */

static qcdc_status make (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    made_t *made = arg;
    uint8_t secret[RECOVERY_SECRET_BYTES];
    (void)args;
    randombytes_buf (secret, sizeof secret);
    recovery_write (secret, made->code);
    qcdc_status status = secret_add (desk, secret, made, fault);
    sodium_memzero (secret, sizeof secret);
    return status;
}

static int make_done (const args_t *args, void *arg)
{
    made_t *made = arg;
    (void)args;
    printf ("\n    %s\n\n", made->code);
    puts (_ (
        "Write this code on paper, or print it, and lock it away, apart from the devices. It is shown this once."));
    puts (_ ("Who has it can read who sent the petitions that are sealed to its key. Another device of the office "
             "gets it by: "
             "qcdc identity read"));
    if (made->provincial)
        printf (_ ("Its key is not published yet: qcdc identity publish %s\n"), made->key);
    else
        printf (_ ("Tell the province its key, by another way than this system; there: qcdc identity publish %s "
                   "OFFICE\n"),
                made->key);
    return EXIT_DONE;
}

static int identity_new (const command_t *command)
{
    static const desk_work_t WORK = {.work = make, .writes = true, .done = make_done};
    made_t made = {0};
    int status = command_at_desk (command, &WORK, &made);
    sodium_memzero (&made, sizeof made);
    return status;
}

/*  ---------------------------------------------------------------- read */

static qcdc_status take (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    char typed[PAPER_TYPED_BYTES];
    uint8_t secret[RECOVERY_SECRET_BYTES];
    (void)args;
    qcdc_status status = paper_code_type (typed, fault);
    if (status == QCDC_OK)
        status = paper_code_fault (recovery_secret (typed, secret), fault);
    if (status == QCDC_OK)
        status = secret_add (desk, secret, arg, fault);
    sodium_memzero (typed, sizeof typed);
    sodium_memzero (secret, sizeof secret);
    return status;
}

static int take_done (const args_t *args, void *arg)
{
    const made_t *made = arg;
    (void)args;
    printf (_ ("this device opens what is sealed to the key %s\n"), made->key);
    return EXIT_DONE;
}

static int identity_read (const command_t *command)
{
    static const desk_work_t WORK = {.work = take, .writes = true, .done = take_done};
    made_t made = {0};
    return command_at_desk (command, &WORK, &made);
}

/*  ---------------------------------------------------------------- list */

static const identity_key_t *published_key (const catalog_t *catalog, const uint8_t key[BOX_KEY_BYTES])
{
    for (size_t i = catalog->identity_key_count; i-- > 0;)
        if (memcmp (catalog->identity_keys[i].key, key, BOX_KEY_BYTES) == 0)
            return &catalog->identity_keys[i];
    return NULL;
}

static qcdc_status list (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{N_ ("key"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("office"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("valid_from"), QCDC__COLUMN_TYPE__DATE},
                                              {N_ ("valid_to"), QCDC__COLUMN_TYPE__DATE}};
    identity_secrets_t secrets QCDC_CLEANUP (identity_secrets_forget);
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    (void)arg;
    secrets.count = 0;
    QCDC_TRY (identity_secrets_read (&desk->home, &secrets, fault));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_none (output, _ ("this device holds no identity secret"));
    for (size_t i = 0; i < secrets.count; i++) {
        box_keys_t keys;
        char hex[2 * BOX_KEY_BYTES + 1], from[DAY_TEXT_BYTES], to[DAY_TEXT_BYTES];
        identity_keys_of (secrets.items[i], &keys);
        const identity_key_t *row = published_key (desk->home.catalog, keys.public);
        const char *cells[] = {hex_format (keys.public, sizeof keys.public, hex), row ? row->office : NULL,
                               row && row->valid_from != QCDC_DAY_MIN ? day_format_iso (row->valid_from, from) : NULL,
                               row && row->valid_to != QCDC_DAY_MAX ? day_format_iso (row->valid_to, to) : NULL};
        sodium_memzero (&keys, sizeof keys);
        QCDC_TRY (output_row (output, cells, fault));
    }
    return output_finish (output, fault);
}

static int identity_list (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.takes_format = true}, .work = list};
    return command_at_desk (command, &WORK, NULL);
}

/*  ---------------------------------------------------------------- dispatch */

int command_identity (const command_t *command)
{
    static const command_part_t PARTS[] = {{"new", identity_new},
                                           {"read", identity_read},
                                           {"list", identity_list},
                                           {"publish", identity_publish},
                                           {"index", identity_index}};
    return command_part (command, PARTS, sizeof PARTS / sizeof *PARTS, "qcdc identity new|read|list|publish|index");
}
