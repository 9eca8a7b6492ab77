/*  listing_told.c — each listing is told once, by its address, which is kept while it stands. */

#include "registers/listing_told.h"

#include "base/day.h"
#include "base/i18n.h"
#include "catalogue/case_lists.h"
#include "desk/told.h"
#include "registers/listing_view.h"

typedef struct {
    desk_t *desk;
    FILE *file;
    told_t told;
    int32_t today;
} telling_t;

static const char *name_of (const case_list_t *list, const listing_t *listing)
{
    return !list ? listing->list : i18n_is_vietnamese () ? list->name_vi : list->name_en;
}

/*  What the office reads of it: on which list, since when, by whose decision, and what is expected of it. */
static void say (const telling_t *self, const listing_view_t *view, const case_list_t *list)
{
    char since[DAY_TEXT_BYTES], next[DAY_TEXT_BYTES], entry[ADDRESS_TEXT_BYTES];
    const listing_t *listing = &view->listing;
    int32_t next_on = listing_next_on (listing);
    const char *name = name_of (list, listing);
    const char *label =
        view->label ? view->label : address_format (listing->listed.origin, listing->listed.seq, entry);
    bool alert = list && list->alert;
    day_format_people (listing->on, since);
    if (next_on)
        fprintf (
            self->file,
            alert ? _ ("qcdc: ALERT: %s is on the list \"%s\" since %s, by decision of %s; it is looked at again on "
                       "%s (qcdc list show)\n")
                  : _ ("qcdc: %s is on the list \"%s\" since %s, by decision of %s; it is looked at again on %s "
                       "(qcdc list show)\n"),
            label, name, since, listing->decided_by, day_format_people (next_on, next));
    else
        fprintf (self->file,
                 alert ? _ ("qcdc: ALERT: %s is on the list \"%s\" since %s, by decision of %s (qcdc list show)\n")
                       : _ ("qcdc: %s is on the list \"%s\" since %s, by decision of %s (qcdc list show)\n"),
                 label, name, since, listing->decided_by);
}

/*  What was told before and is this desk's no more: it came off, or another office answers for it. */
static void say_over (const telling_t *self, const listing_view_t *view, const case_list_t *list)
{
    char since[DAY_TEXT_BYTES], entry[ADDRESS_TEXT_BYTES];
    const listing_t *listing = &view->listing;
    const home_t *home = &self->desk->home;
    const decision_t *end = listing_end (listing);
    const decision_t *last = end ? end : listing_passed_on (listing, home->catalog, home->office->code, self->today);
    const char *label =
        view->label ? view->label : address_format (listing->listed.origin, listing->listed.seq, entry);
    if (!last || last->address.origin == home->origin)
        return;
    day_format_people (last->on, since);
    if (end)
        fprintf (self->file, _ ("qcdc: %s is off the list \"%s\" since %s, by decision of %s\n"), label,
                 name_of (list, listing), since, last->decided_by);
    else
        fprintf (self->file,
                 _ ("qcdc: %s stays on the list \"%s\", and since %s %s answers for it, by decision of %s\n"), label,
                 name_of (list, listing), since, listing_holder (listing, home->catalog, self->today),
                 last->decided_by);
}

static qcdc_status tell (const listing_view_t *view, void *arg)
{
    telling_t *self = arg;
    const listing_t *listing = &view->listing;
    const case_list_t *list = case_list_last (self->desk->home.catalog, listing->list);
    bool wanted = self->desk->home.role != ROLE_PROVINCE || (list && list->alert);
    if (!view->came || !wanted)
        return QCDC_OK;
    if (!listing_is_ours (self->desk, listing, self->today)) {
        if (told_has (&self->told, &listing->entry))
            say_over (self, view, list);
        return QCDC_OK;
    }
    if (told_keep (&self->told, &listing->entry))
        say (self, view, list);
    return QCDC_OK;
}

qcdc_status listings_tell (desk_t *desk, FILE *file, fault_t *fault)
{
    telling_t self = {.desk = desk, .file = file, .today = day_of_moment (moment_now ())};
    QCDC_TRY (told_open (&self.told, desk->home.journal, "listings_told", fault));
    return told_close (&self.told, desk->home.journal, listings_each (desk, tell, &self, fault), fault);
}

typedef struct {
    const desk_t *desk;
    int32_t today;
    unsigned long alerts, late;
} counting_t;

static qcdc_status count (const listing_view_t *view, void *arg)
{
    counting_t *self = arg;
    const case_list_t *list = case_list_last (self->desk->home.catalog, view->listing.list);
    if (!listing_is_ours (self->desk, &view->listing, self->today))
        return QCDC_OK;
    self->alerts += list && list->alert;
    self->late += listing_is_late (&view->listing, self->today);
    return QCDC_OK;
}

qcdc_status listings_count (desk_t *desk, unsigned long *alerts, unsigned long *late, fault_t *fault)
{
    counting_t self = {.desk = desk, .today = day_of_moment (moment_now ())};
    QCDC_TRY (listings_each (desk, count, &self, fault));
    *alerts = self.alerts;
    *late = self.late;
    return QCDC_OK;
}
