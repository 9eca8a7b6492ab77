/*  petition_checks.c — the conclusions that judging a petition, its steps and what goes to other offices share. */

#include "matters/petition_checks.h"

#include "base/amount.h"
#include "base/day.h"
#include "base/text.h"
#include "base/text_fold.h"
#include "matters/register_no.h"
#include "rules/rule_set.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

const char PETITION_NOT_ONE[] = "the entry that it refers to is not a petition";

qcdc_status petition_check_target (const judge_input_t *input, fault_t *fault)
{
    QCDC_TRY (verdict_check_target (input, fault));
    if (input->target == TARGET_THING && input->thing->matter->id == MATTER_PETITION)
        return QCDC_OK;
    return fault_set (fault, QCDC_TARGET_KIND, "petition", "%s", PETITION_NOT_ONE);
}

qcdc_status petition_check_day (const judge_input_t *input, const petition_t *petition, int32_t on, fault_t *fault)
{
    char day[DAY_TEXT_BYTES], received[DAY_TEXT_BYTES];
    QCDC_TRY (verdict_check_day (input, on, "on", fault));
    if (on >= petition->received_on)
        return QCDC_OK;
    return fault_set (fault, QCDC_BAD_DATE, "on", "%s is before the day of receipt, %s", day_format_iso (on, day),
                      day_format_iso (petition->received_on, received));
}

/*  How many articles a law has is a constant with the name of the law: ARTICLES_LUAT_KHIEU_NAI is of "Luật Khiếu nại". */
#define ARTICLES_OF "ARTICLES_"

/*  How many laws, decrees and the like FOLDED names, whether published or not. */
static int laws_named (const char *folded)
{
    static const char *const WORDS[] = {"luật",       "nghị định", "thông tư", "pháp lệnh",
                                        "quyết định", "quy định",  "law",      "circular"};
    char word[32];
    int count = 0;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        size_t length = strlen (text_fold (WORDS[i], word, sizeof word));
        for (const char *at = folded; (at = strstr (at, word)) != NULL; at++)
            count += at[length] == ' ';
    }
    return count;
}

/*  The first number behind "điều" in FOLDED that is none of 1 … MOST; -1 where there is none. */
static long article_beyond (const char *folded, long most)
{
    char article[16];
    size_t length = strlen (text_fold ("điều", article, sizeof article));
    for (const char *at = folded; (at = strstr (at, article)) != NULL;) {
        at += length;
        if (*at != ' ')
            continue;
        at++;
        long number = strspn (at, "0123456789") ? strtol (at, NULL, 10) : 1;
        if (number < 1 || number > most)
            return number;
    }
    return -1;
}

/*  An article without its law, or of one whose name is cut short, may be of any; where several are named, which number is of which is
 *  not told. */
static qcdc_status check_known (const rule_names_t *names, const char *article, int32_t day, fault_t *fault)
{
    char folded[QCDC_ARTICLE_BYTES_MAX + 1], law[QCDC_ARTICLE_BYTES_MAX + 1];
    const rule_constant_t *named = NULL;
    text_fold (article, folded, sizeof folded);
    for (size_t i = 0; i < names->constant_count; i++) {
        const rule_constant_t *constant = &names->constants[i];
        if (strncmp (constant->name, ARTICLES_OF, sizeof ARTICLES_OF - 1) == 0 && day >= constant->valid_from &&
            day <= constant->valid_to &&
            strstr (folded, text_fold (constant->name + sizeof ARTICLES_OF - 1, law, sizeof law)))
            named = constant;
    }
    if (!named || laws_named (folded) != 1)
        return QCDC_OK;
    long most = (long)(named->value_e4 / AMOUNT_SCALE), number = article_beyond (folded, most);
    if (number < 0)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_NUMBER, "article", "%s has %d articles, and no article %d", named->citation, (int)most,
               number > INT_MAX ? INT_MAX : (int)number);
    fault_advise (fault, "qcdc petition next has the article of each step");
    return QCDC_BAD_NUMBER;
}

qcdc_status petition_check_article (const catalog_t *catalog, const char *article, int32_t day, fault_t *fault)
{
    size_t length = strlen (article);
    if (length > QCDC_ARTICLE_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "article", "an article has at most %u bytes, this one %zu",
                          QCDC_ARTICLE_BYTES_MAX, length);
    qcdc_status status = text_check (article, length, false);
    if (status != QCDC_OK)
        return fault_set (fault, status, "article", "%s", status_text (status));
    if (length && (article[0] == ' ' || article[length - 1] == ' '))
        return fault_set (fault, QCDC_BAD_CHARACTER, "article", "an article has no spaces at its ends");
    return length && catalog->rules ? check_known (&catalog->rules->names, article, day, fault) : QCDC_OK;
}

int32_t petition_last_day (const petition_t *petition, size_t at, bool *is_step)
{
    int32_t last = petition->received_on;
    *is_step = false;
    for (size_t i = 0; i < at; i++) {
        const move_t *move = &petition->moves[i];
        if (move->voided || (move->answer && (move->move != QCDC__MOVE__RETURNED || move->on < last)))
            continue;
        last = move->on;
        *is_step = true;
    }
    return last;
}

qcdc_status petition_check_order (const petition_t *petition, size_t at, int32_t day, const char *field,
                                  fault_t *fault)
{
    char text[DAY_TEXT_BYTES], before[DAY_TEXT_BYTES];
    bool is_step;
    int32_t last = petition_last_day (petition, at, &is_step);
    if (day >= last)
        return QCDC_OK;
    return fault_set (fault, QCDC_BAD_DATE, field,
                      is_step ? "%s is before %s, the day of the step before it"
                              : "%s is before the day of receipt, %s",
                      day_format_iso (day, text), day_format_iso (last, before));
}

qcdc_status petition_check_stands (const petition_t *petition, fault_t *fault)
{
    return register_no_stands (&petition->thing, petition->local_no, fault);
}

const char *petition_day_field (int move)
{
    return move == QCDC__MOVE__SETTLED ? "settled_on" : "on";
}
