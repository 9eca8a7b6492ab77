/*  main.c — qcdc: the office's desk.  Finds the home and hands over to the command.
 *
 *  Help and the list of commands are made from one table.  Nothing is opened before a command runs. */

#include "commands/command.h"
#include "commands/command_complete.h"
#include "commands/query_help.h"
#include "commands/values.h"
#include "texts/query_head.h"

#include "base/i18n.h"
#include "base/process.h"
#include "base/text.h"
#include "show/pager.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const command_row_t COMMANDS[] = {
    {"join", command_join, "join INVITE [--patience SECONDS]",
     N_ ("join this device to the province with an invitation")},
    {"sync", command_sync, "sync [--quiet] [--patience SECONDS]",
     N_ ("send what is new, fetch what others wrote; one run")},
    {"status", command_status, "status [--format table|csv|json|excel] [-o FILE]",
     N_ ("what stands here and what has not been sent")},
    {"rejected", command_rejected,
     "rejected [ADDRESS] [limit=N] [order=COLUMN] [--done] [--format table|csv|json|excel] [-o FILE]",
     N_ ("what the server refused, why, and what to do")},
    {"petition", command_petition,
     "petition import FILE [sheet=SHEET] [--map HEADING=COLUMN] [--new] [--remove-blanks] [--confirm-names] "
     "[--confirm-old] "
     "[--yes] [--undo] [--keep-moved] [--dry-run] [--format table|csv|json|excel] [-o FILE]",
     N_ ("take over a register of petitions (CSV or .xlsx), or undo an import")},
    {"petition", command_petition, "petition imports [--format table|csv|json|excel] [-o FILE]",
     N_ ("list what was imported")},
    {"petition", command_petition,
     "petition columns [HEADING] [--forget] [--map HEADING=COLUMN] [--format table|csv|json|excel] [-o FILE]",
     N_ ("show, say or forget what this office calls the columns of its register")},
    {"petition", command_petition,
     "petition add local_no=NO kind=KIND field=FIELD received_on=DAY [title=TEXT] [summary=TEXT] [channel=CHANNEL] "
     "[people=N] [flags=TEXT] [instance=1|2] [settled_on=DAY] [outcome=OUTCOME] [name=TEXT] [born=YEAR] "
     "[address=TEXT] [id_number=TEXT] [phone=TEXT] [--new] [--confirm-names] [--confirm-old]",
     N_ ("enter one petition")},
    {"petition", command_petition,
     "petition correct LOCAL_NO|ADDRESS [local_no=NO] [kind=KIND] [field=FIELD] [received_on=DAY] [title=TEXT] "
     "[summary=TEXT] [channel=CHANNEL] [people=N] [flags=TEXT] [instance=1|2] [settled_on=DAY] [outcome=OUTCOME] "
     "[name=TEXT] [born=YEAR] [address=TEXT] [id_number=TEXT] [phone=TEXT] [--confirm-names] [--confirm-old]",
     N_ ("correct one petition, its number and its day of receipt too")},
    {"petition", command_petition,
     "petition move LOCAL_NO|ADDRESS STEP on=DAY [outcome=OUTCOME] [days=N] [expected_on=DAY] "
     "[article=TEXT] [reason=TEXT] [from_register=1] "
     "[--confirm-names]",
     N_ ("enter a step in a petition's life")},
    {"petition", command_petition,
     "petition correct-step ADDRESS [on=DAY] [outcome=OUTCOME] [days=N] [expected_on=DAY] [article=TEXT]",
     N_ ("correct what a step says")},
    {"petition", command_petition, "petition void LOCAL_NO|ADDRESS reason=TEXT [--confirm-names]",
     N_ ("take back a petition, or one step of it")},
    {"petition", command_petition,
     "petition list [kind=KIND] [field=FIELD] [state=STATE] [ended=ENDED] [handler=NAME] [flag=FLAG] [from=DAY] "
     "[to=DAY] [due=DAY] [limit=N] [order=COLUMN] "
     "[--format table|csv|json|excel] [-o FILE]",
     N_ ("list petitions")},
    {"petition", command_petition,
     "petition search WORD… [kind=KIND] [field=FIELD] [state=STATE] [ended=ENDED] [handler=NAME] [flag=FLAG] "
     "[from=DAY] [to=DAY] [due=DAY] [limit=N] "
     "[--format table|csv|json|excel] [-o FILE]",
     N_ ("find petitions by their number or by words of their texts, with or without diacritics")},
    {"petition", command_petition,
     "petition twins LOCAL_NO|ADDRESS [score=N] [all=1] [--format table|csv|json|excel] [-o FILE]",
     N_ ("find petitions of the register whose texts say much the same as this one's")},
    {"petition", command_petition,
     "petition unlike LOCAL_NO|ADDRESS LOCAL_NO|ADDRESS reason=TEXT [on=DAY] [--undo] [--confirm-names] [--patience "
     "SECONDS]",
     N_ ("say that two petitions are not the same, so that they are offered as a pair no more")},
    {"petition", command_petition, "petition show LOCAL_NO|ADDRESS [--format table|csv|json|excel] [-o FILE]",
     N_ ("show one petition with its history")},
    {"petition", command_petition,
     "petition identity LOCAL_NO|ADDRESS [reason=TEXT] [--confirm-names] [--patience SECONDS]",
     N_ ("read who sent a petition, once it is on record that and why it was opened")},
    {"petition", command_petition, "petition next LOCAL_NO|ADDRESS [--format table|csv|json|excel] [-o FILE]",
     N_ ("the steps that are possible now, what each has to bring, and why")},
    {"petition", command_petition, "petition clock LOCAL_NO|ADDRESS [--format table|csv|json|excel] [-o FILE]",
     N_ ("explain the legal deadlines of one petition, step by step")},
    {"petition", command_petition,
     "petition due [days=N] [on=DAY] [handler=NAME] [limit=N] [--format table|csv|json|excel] [-o FILE]",
     N_ ("list petitions that are overdue, or due within days, by law")},
    {"petition", command_petition,
     "petition hand-over LOCAL_NO|ADDRESS to=OFFICE article=TEXT reason=TEXT [on=DAY] [--confirm-names]",
     N_ ("hand a petition over to another office, with its history")},
    {"petition", command_petition, "petition incoming [all=1] [--format table|csv|json|excel] [-o FILE]",
     N_ ("list petitions that other offices have handed over to this one")},
    {"petition", command_petition, "petition take-in ADDRESS local_no=LOCAL_NO [received_on=DAY] [--confirm-names]",
     N_ ("take in a petition that was handed over, under a number of this office")},
    {"petition", command_petition, "petition return LOCAL_NO|ADDRESS reason=TEXT [on=DAY] [--confirm-names]",
     N_ ("give a petition back to the office that handed it over")},
    {"petition", command_petition, "petition reply LOCAL_NO|ADDRESS reason=TEXT [on=DAY] [--confirm-names]",
     N_ ("tell the office that handed a petition over how it stands")},
    {"petition", command_petition, "petition slip LOCAL_NO|ADDRESS [SLIP] [--format html|docx] [-o FILE]",
     N_ ("a paper of one petition, to be printed and signed; without SLIP, which papers there are")},
    {"petition", command_petition,
     "petition assign [LOCAL_NO|ADDRESS…] --to NAME [on=DAY] [kind=KIND] [field=FIELD] [state=STATE] [ended=ENDED] "
     "[handler=NAME] [flag=FLAG] [from=DAY] [to=DAY] [due=DAY] [--dry-run] [--format table|csv|json|excel] [-o FILE]",
     N_ ("say who handles petitions inside the office: those named, or all that a filter finds")},
    {"petition", command_petition, "petition queue [NAME] [--format table|csv|json|excel] [-o FILE]",
     N_ ("the open petitions of an official, or of all, by the last day of what is due next")},
    {"petition", command_petition,
     "petition surges [unit=UNIT] [kind=KIND] [field=FIELD] [from=DAY] [to=DAY] [--format table|csv|json|excel] "
     "[-o FILE] [--patience SECONDS]",
     N_ ("weeks in which far more petitions of a field came to a unit than in its own weeks before")},
    {"petition", command_petition, "petition attach LOCAL_NO|ADDRESS FILE [what=SCAN_OF] [on=DAY]",
     N_ ("attach a scan to a petition (PDF, JPEG, PNG, TIFF; never to a denunciation): sealed here, sent with the "
         "next sync")},
    {"petition", command_petition,
     "petition scans LOCAL_NO|ADDRESS [--format table|csv|json|excel] [-o FILE] [--patience SECONDS]",
     N_ ("list the scans of a petition, and how far each has come; by ADDRESS also of one that was handed over")},
    {"petition", command_petition, "petition scan LOCAL_NO|ADDRESS N -o FILE [--patience SECONDS]",
     N_ ("write the Nth scan of a petition into a file, fetched from the province where it is not here")},
    {"reception", command_reception,
     "reception import FILE [sheet=SHEET] [--map HEADING=COLUMN] [--new] [--remove-blanks] [--confirm-names] "
     "[--confirm-old] [--dry-run] "
     "[--format table|csv|json|excel] [-o FILE]",
     N_ ("take over a register of citizen reception (CSV or .xlsx)")},
    {"reception", command_reception,
     "reception columns [HEADING] [--forget] [--map HEADING=COLUMN] [--format table|csv|json|excel] [-o FILE]",
     N_ ("show, say or forget what this office calls the columns of its register of citizen reception")},
    {"reception", command_reception,
     "reception add local_no=ENTRY_NO held_on=DAY session=SESSION [held_by=RECEIVER] [receptions=N] [persons=N] "
     "[matters_first=N] [matters_again=N] [groups=N] [group_persons=N] "
     "[group_first=N] [group_again=N] [kinds=KINDS] [fields=FIELDS] [results=RESULTS] [petitions=NUMBERS] "
     "[summary=TEXT] [--confirm-names] [--confirm-old]",
     N_ ("enter a row of the register of citizen reception")},
    {"reception", command_reception,
     "reception correct ENTRY_NO|ADDRESS [local_no=ENTRY_NO] [held_on=DAY] [session=SESSION] [held_by=RECEIVER] "
     "[receptions=N] [persons=N] [matters_first=N] [matters_again=N] [groups=N] [group_persons=N] "
     "[group_first=N] [group_again=N] [kinds=KINDS] [fields=FIELDS] [results=RESULTS] [petitions=NUMBERS] "
     "[summary=TEXT] [--confirm-names] [--confirm-old]",
     N_ ("correct one row, its number and its day too")},
    {"reception", command_reception, "reception void ENTRY_NO|ADDRESS reason=TEXT [--confirm-names]",
     N_ ("take back a row")},
    {"reception", command_reception,
     "reception list [session=SESSION] [held_by=RECEIVER] [state=taken_back] [from=DAY] [to=DAY] [limit=N] "
     "[order=COLUMN] [--format table|csv|json|excel] [-o FILE]",
     N_ ("list receptions")},
    {"reception", command_reception, "reception show ENTRY_NO|ADDRESS [--format table|csv|json|excel] [-o FILE]",
     N_ ("show one row with its history")},
    {"reception", command_reception, "reception duties [PERIOD] [--format table|csv|json|excel] [-o FILE]",
     N_ ("how often the head had to receive citizens in a period, and did")},
    {"matter", command_matter,
     "matter open local_no=NO opened_on=DAY field=FIELD title=TEXT [project=CODE] [--confirm-names]",
     N_ ("open a matter that one or several petitions are about")},
    {"matter", command_matter,
     "matter correct MATTER [local_no=NO] [opened_on=DAY] [field=FIELD] [title=TEXT] [project=CODE] "
     "[--confirm-names]",
     N_ ("correct a matter")},
    {"matter", command_matter, "matter void MATTER reason=TEXT [--confirm-names]", N_ ("take back a matter")},
    {"matter", command_matter,
     "matter join MATTER LOCAL_NO… [on=DAY] [reason=TEXT] [--confirm-names] [--patience SECONDS]",
     N_ ("say that petitions are about a matter: of the office or, as OFFICE:MATTER, of the province")},
    {"matter", command_matter,
     "matter leave MATTER LOCAL_NO… reason=TEXT [on=DAY] [--confirm-names] [--patience SECONDS]",
     N_ ("take petitions out of a matter")},
    {"matter", command_matter,
     "matter reply MATTER STEP on=DAY [outcome=OUTCOME] [days=N] [expected_on=DAY] [article=TEXT] [reason=TEXT] "
     "[--confirm-names] [--dry-run] [--format table|csv|json|excel] [-o FILE]",
     N_ ("take one step of all petitions of a matter that are open, or of none")},
    {"matter", command_matter,
     "matter list [state=taken_back] [limit=N] [order=COLUMN] [--format table|csv|json|excel] [-o FILE]",
     N_ ("list the matters of the office")},
    {"matter", command_matter, "matter show MATTER [--format table|csv|json|excel] [-o FILE]",
     N_ ("show a matter and the petitions of the office that are in it")},
    {"list", command_list,
     "list put LIST CASE by=TEXT reason=TEXT [on=DAY] [next=DAY] [owner=OFFICE] [--matter] [--confirm-names] "
     "[--patience SECONDS]",
     N_ ("put a petition or a matter on a list of the province, such as hotspots")},
    {"list", command_list,
     "list next LIST CASE by=TEXT reason=TEXT [on=DAY] [next=DAY] [owner=OFFICE] [--matter] [--confirm-names]",
     N_ ("decide that a case stays on a list, and when it is looked at again")},
    {"list", command_list, "list off LIST CASE by=TEXT reason=TEXT [on=DAY] [--matter] [--confirm-names]",
     N_ ("take a case off a list")},
    {"list", command_list, "list propose LIST CASE by=TEXT reason=TEXT [on=DAY] [--matter] [--confirm-names]",
     N_ ("propose a petition or a matter of the office for a list of the province")},
    {"list", command_list,
     "list decline LIST CASE by=TEXT reason=TEXT [on=DAY] [--matter] [--confirm-names] [--patience SECONDS]",
     N_ ("decline what an office proposes for a list")},
    {"list", command_list,
     "list show [LIST] [--ended] [--late] [limit=N] [order=COLUMN] [--format table|csv|json|excel] [-o FILE]",
     N_ ("show the cases on the province's lists, or those that came off")},
    {"list", command_list, "list kinds [--format table|csv|json|excel] [-o FILE]",
     N_ ("show which lists there are, and what belongs on each")},
    {"notices", command_notices,
     "notices [--unread] [limit=N] [order=COLUMN] [--format table|csv|json|excel] [-o FILE]",
     N_ ("list the notices of the province, or those that nobody of the office has read")},
    {"notice", command_notice,
     "notice issue FILE number=NUMBER [on=DAY] [period=PERIOD] [kind=TEXT] [by=TEXT] [to=RECEIVERS] [tasks=FILE] "
     "[due=DAY] [--dry-run]",
     N_ ("issue a notice to the offices of its distribution list")},
    {"notice", command_notice, "notice show NUMBER|ADDRESS", N_ ("show the text of a notice")},
    {"notice", command_notice, "notice read NUMBER|ADDRESS by=TEXT [on=DAY]",
     N_ ("note that somebody of the office has read a notice")},
    {"notice", command_notice,
     "notice withdraw NUMBER|ADDRESS reason=TEXT [on=DAY] [replaced_by=NUMBER] [--confirm-names]",
     N_ ("say that a notice holds no more")},
    {"tasks", command_tasks,
     "tasks [state=TASK_STATE] [source=SOURCE] [owner=OFFICE] [notice=NUMBER] [day=DAY] [--overdue] [--closed] "
     "[--mine] "
     "[limit=N] "
     "[order=COLUMN] [--format table|csv|json|excel] [-o FILE]",
     N_ ("list what is to be done: tasks that this office opened or is to do")},
    {"task", command_task,
     "task open NUMBER title=TEXT [source=SOURCE] [text=TEXT] [owner=OFFICE] [person=TEXT] [due=DAY] [on=DAY] "
     "[notice=NUMBER] [task=N] [part_of=TASK] [petition=NUMBER] [matter=NUMBER] [report=REPORT] [--confirm-names] "
     "[--patience "
     "SECONDS]",
     N_ ("open a task for an office, whatever it comes from")},
    {"task", command_task, "task show TASK [day=DAY]", N_ ("show a task, its steps and its parts")},
    {"task", command_task, "task start TASK [note=TEXT] [on=DAY] [--confirm-names]",
     N_ ("say that a task is worked on")},
    {"task", command_task, "task report TASK note=TEXT [on=DAY] [--confirm-names]",
     N_ ("report that a task is done, and what was done")},
    {"task", command_task, "task note TASK note=TEXT [on=DAY] [--confirm-names]", N_ ("note something with a task")},
    {"task", command_task, "task delay TASK due=DAY reason=TEXT [on=DAY] [--confirm-names]",
     N_ ("ask for a later last day")},
    {"task", command_task, "task accept TASK [note=TEXT] [on=DAY] [--confirm-names]",
     N_ ("accept what was reported of a task")},
    {"task", command_task, "task return TASK reason=TEXT [on=DAY] [--confirm-names]",
     N_ ("return what was reported of a task")},
    {"task", command_task, "task close TASK [reason=TEXT] [on=DAY] [--confirm-names]",
     N_ ("close a task: accepted, or with a reason")},
    {"task", command_task, "task extend TASK due=DAY reason=TEXT [on=DAY] [--confirm-names]",
     N_ ("give a task a later last day")},
    {"task", command_task,
     "task assign TASK [owner=OFFICE] [person=TEXT] [due=DAY] [reason=TEXT] [on=DAY] [--confirm-names]",
     N_ ("give a task to an office, or to somebody there")},
    {"report", command_report, "report template FORM PERIOD [--csv] [--blank] [--format csv|excel] [-o FILE]",
     N_ ("a form to fill: CSV, or a workbook with -o FILE.xlsx")},
    {"report", command_report,
     "report check [FILE] [sheet=SHEET] [--note RULE=TEXT] [--remove-blanks] [--confirm-names] [--format "
     "table|csv|json|excel] "
     "[-o FILE]",
     N_ ("check a filled form and compute its rates; without one, the reports that stand, one beside the other")},
    {"report", command_report,
     "report file FILE [sheet=SHEET] [--note RULE=TEXT] [--remove-blanks] [--confirm-names] [--dry-run] "
     "[--format table|csv|json|excel] [-o FILE]",
     N_ ("file a form, or correct one that was filed; a note says why figures are right that a rule warns of")},
    {"report", command_report, "report nil FORM PERIOD [--note RULE=TEXT] [--confirm-names]",
     N_ ("report that there is nothing to report in a period")},
    {"report", command_report, "report list [limit=N] [order=COLUMN] [--format table|csv|json|excel] [-o FILE]",
     N_ ("list the reports filed")},
    {"report", command_report, "report show FORM PERIOD [--revisions] [--format table|csv|json|excel] [-o FILE]",
     N_ ("show a report as it stands, and its review; as CSV it can be corrected and filed again")},
    {"report", command_report, "report void FORM PERIOD reason=TEXT [--confirm-names]", N_ ("take back a report")},
    {"report", command_report, "report resubmit FORM PERIOD reason=TEXT [--confirm-names]",
     N_ ("hand in again as it is a report that was returned and is right, and say why")},
    {"report", command_report,
     "report reconcile FORM PERIOD [from=FILE] [cell=CELL] [--format table|csv|json|excel] [-o FILE]",
     N_ ("where a form says something else than the registers, and by which of their entries")},
    {"review", command_review,
     "review list [office=OFFICE] [form=FORM] [period=PERIOD] [state=STANDING] [limit=N] [order=COLUMN] "
     "[--format table|csv|json|excel] [-o FILE] [--patience SECONDS]",
     N_ ("at the province: the reports that offices have filed, and how far the review of each has come")},
    {"review", command_review,
     "review show OFFICE FORM PERIOD [limit=N] [order=COLUMN] [--format table|csv|json|excel] [-o FILE] [--patience "
     "SECONDS]",
     N_ ("one report with last year's figures, and what its last review said")},
    {"review", command_review,
     "review check period=PERIOD [form=FORM] [office=OFFICE] [limit=N] [order=COLUMN] [--format "
     "table|csv|json|excel] "
     "[-o FILE] [--patience SECONDS]",
     N_ ("figures of a period that stand out, with the figures that they were held against")},
    {"review", command_review,
     "review accept OFFICE FORM PERIOD [CELL=REASON…] [reason=TEXT] [--confirm-names] [--patience SECONDS]",
     N_ ("accept a report as it stands")},
    {"review", command_review,
     "review return OFFICE FORM PERIOD [CELL=REASON…] [reason=TEXT] [--confirm-names] [--patience SECONDS]",
     N_ ("return a report to its office, with the reasons")},
    {"review", command_review,
     "review lock OFFICE FORM PERIOD [CELL=REASON…] [reason=TEXT] [--confirm-names] [--patience SECONDS]",
     N_ ("lock an accepted report: it is neither corrected nor taken back until it is reopened")},
    {"review", command_review,
     "review reopen OFFICE FORM PERIOD [CELL=REASON…] [reason=TEXT] [--confirm-names] [--patience SECONDS]",
     N_ ("reopen a locked report")},
    {"query", command_query,
     "query [QUERY [KEY=VALUE…]] [limit=N] [order=COLUMN] [--format table|csv|json|excel|adx|dhis2] [-o FILE] "
     "[--patience SECONDS]",
     N_ ("ask the server a named question; without a name, list the questions")},
    {"explain", command_explain,
     "explain FIGURE [as_of=DAY] [units=then|now] [--format table|csv|json|excel] [-o FILE] [--patience SECONDS]",
     N_ ("where a figure comes from: PERIOD/FORM/CELL[@UNIT]")},
    {"brief", command_brief, "brief PERIOD [as_of=DAY] [--format html|md] [-o FILE] [--patience SECONDS]",
     N_ ("the consolidated report of a period: results by heading, who has not reported, annexes by unit")},
    {"catalogue", command_catalogue,
     "catalogue [TABLE] [on=DAY] [limit=N] [order=COLUMN] [--format table|csv|json|excel] [-o FILE]",
     N_ ("what the province has published: units, offices, forms, rules …, as they hold on a day")},
    {"publish", command_publish,
     "publish FOLDER [from=DAY] [--check] [--confirm-past] [--confirm-names] [--format table|csv|json|excel] [-o "
     "FILE]",
     N_ ("at the province: publish the tables of a folder; with --check only say what would change")},
    {"vouch", command_vouch,
     "vouch DEVICE_KEY|--paper|--with-paper [NAME] [--end] [--confirm-names] [--format table|csv|json|excel] [-o "
     "FILE]",
     N_ ("at the province: let a further device of the provincial office publish, review and erase, or end it; print "
         "a key for the "
         "safe, and vouch by it for this device")},
    {"identity", command_identity, "identity new",
     N_ ("make an identity key: its secret stays on this device and goes on paper")},
    {"identity", command_identity, "identity read", N_ ("take an identity secret from its paper onto this device")},
    {"identity", command_identity, "identity list [--format table|csv|json|excel] [-o FILE]",
     N_ ("the identity keys whose secrets are on this device")},
    {"identity", command_identity, "identity publish IDENTITY_KEY [OFFICE] [--format table|csv|json|excel] [-o FILE]",
     N_ ("at the province: publish an identity key, to which it is sealed from then on who sends petitions")},
    {"identity", command_identity, "identity index [--new] [--format table|csv|json|excel] [-o FILE]",
     N_ ("at the province: hand the key of blind indexes, sealed, to offices that have none yet; with --new another "
         "one to all")},
    {"erase", command_erase, "erase ADDRESS|NO REASON [--confirm-names]",
     N_ ("have a text erased: the province everywhere, an office what it has not sent, and asks for the rest")},
    {"seal", command_seal, "seal", N_ ("put the keys of this device under a passphrase")},
    {"unseal", command_unseal, "unseal", N_ ("take the passphrase away again")},
    {"rescue", command_rescue, "rescue OLD_HOME", N_ ("file again what an old home holds and the server lacks")},
};

/*  qcdc alone, on the desk it finds: not among the commands, for it is written without a name. */
static const command_row_t DESK = {"", command_desk, "", ""};
static const command_table_t TABLE = {COMMANDS, sizeof COMMANDS / sizeof *COMMANDS};

/*  One line and no more: the usage would push it off the screen. */
static int usage_fail (const char *format, const char *what)
{
    fputs ("qcdc: ", stderr);
    text_say (stderr, format, what);
    fprintf (stderr, "; %s\n", _ ("see qcdc --help"));
    return EXIT_USAGE;
}

/*  --home also after the command's name, where people type it too: taken out of what the command sees. */
static int home_take (int argc, char **argv, const char **home)
{
    int kept = 0;
    for (int i = 0; i < argc; i++) {
        if (strcmp (argv[i], "--no-pager") == 0)
            pager_off ();
        else if (strcmp (argv[i], "--") == 0) {
            while (++i < argc)
                argv[kept++] = argv[i];
        } else if (strcmp (argv[i], "--home") == 0 && i + 1 < argc)
            *home = argv[++i];
        else if (strncmp (argv[i], "--home=", 7) == 0)
            *home = argv[i] + 7;
        else
            argv[kept++] = argv[i];
    }
    argv[kept] = NULL;
    return kept;
}

/*  --home, QCDC_HOME, ~/.local/share/qcdc; malloc'ed when it is the last.  NULL: there is no home. */
static char *home_default (const char **home)
{
    if (*home)
        return NULL;
    const char *given = getenv ("QCDC_HOME"), *user = getenv ("HOME");
    char *made = NULL;
    if (given && *given)
        *home = given;
    else if (user && *user && asprintf (&made, "%s/.local/share/qcdc", user) >= 0)
        *home = made;
    return made;
}

/*  Completes the last of WORDS by what was published to the home that they name. */
static int complete (const char *home, int count, char **words)
{
    for (int i = 0; i + 1 < count; i++)
        if (strcmp (words[i], "--home") == 0)
            home = words[i + 1];
    char *made = home_default (&home);
    values_home (home);
    int status = complete_words (&TABLE, count, words);
    free (made);
    return status;
}

static const command_row_t *command_named (const char *name)
{
    for (size_t i = 0; i < TABLE.count; i++)
        if (strcmp (COMMANDS[i].name, name) == 0)
            return &COMMANDS[i];
    return NULL;
}

static bool has_parts (const char *name)
{
    char part[32];
    for (size_t i = 0; i < TABLE.count; i++)
        if (strcmp (COMMANDS[i].name, name) == 0 && usage_part (&COMMANDS[i], part))
            return true;
    return false;
}

/*  Of NAME, a command or (where OF is one) a part or a question of it, there is no help. */
static int help_fail (const char *of, const char *name, const char *meant)
{
    fputs ("qcdc: ", stderr);
    if (!of)
        text_say (stderr, _ ("there is no command %s"), name);
    else
        text_say (stderr, _ ("there is no qcdc %s %s"), of, name);
    if (meant)
        fprintf (stderr, _ (": did you mean %s?"), meant);
    text_say (stderr, "%s%s%s%s\n", meant ? " " : "; ", of ? _ ("see qcdc help") : _ ("see qcdc --help"),
              of ? " " : "", of ? of : "");
    return EXIT_USAGE;
}

static int command_unknown (const char *name)
{
    nearest_t nearest;
    return help_fail (NULL, name, usage_nearest (&TABLE, name, NULL, &nearest));
}

/*  Which word of the line says what part of NAME, or which question, is to be explained: the one that is such a name, else the
 *  first, which should have been; NULL: none. */
static const char *help_part (const char *name, int argc, char **argv)
{
    const char *first = NULL;
    bool asks = strcmp (name, "query") == 0;
    for (int i = 0; i < argc; i++) {
        if (argv[i][0] == '-')
            continue;
        if (asks ? query_known (argv[i]) : usage_find (&TABLE, name, argv[i]) != NULL)
            return argv[i];
        if (!first && !strchr (argv[i], '=') && (i == 0 || strcmp (argv[i - 1], "--help") == 0))
            first = argv[i]; /* elsewhere it may be an option's value */
    }
    return first;
}

/*  "petition move --help" and "help petition move": of a part, where there is one of that name, and of a question; forms are those of
 *  the home.  Everything else is wrong. */
static int help (const char *home, const char *name, int argc, char **argv)
{
    nearest_t nearest;
    if (!command_named (name))
        return command_unknown (name);
    const char *part = help_part (name, argc, argv);
    bool asks = strcmp (name, "query") == 0, parts = has_parts (name);
    if (part && asks && !query_known (part))
        return help_fail (name, part, query_nearest (part, &nearest));
    if (part && parts && !usage_find (&TABLE, name, part))
        return help_fail (name, part, usage_nearest (&TABLE, name, part, &nearest));
    char *made = home_default (&home);
    values_home (home);
    if (part && asks)
        query_help_print (stdout, part);
    else
        usage_print (stdout, &TABLE, name, parts ? part : NULL);
    free (made);
    return EXIT_DONE;
}

/*  Wherever it stands in the line, but behind "--". */
static bool asks_for_help (int argc, char **argv)
{
    for (int i = 0; i < argc && strcmp (argv[i], "--") != 0; i++)
        if (strcmp (argv[i], "--help") == 0)
            return true;
    return false;
}

static int command_run (const command_row_t *command, int argc, char **argv, const char *home)
{
    bool helps = asks_for_help (argc, argv);
    argc = home_take (argc, argv, &home);
    if (helps)
        return help (home, command->name, argc, argv);
    char *made = home_default (&home);
    if (!home || !*home)
        return usage_fail ("%s", _ ("there is no home folder: give --home DIR or set QCDC_HOME"));
    const command_row_t *row = usage_find (&TABLE, command->name, argc > 0 ? argv[0] : NULL);
    command_t given = {.home = home,
                       .argc = argc,
                       .argv = argv,
                       .name = command->name,
                       .table = &TABLE,
                       .usage = row ? row->usage : NULL};
    int status = command->run (&given);
    free (made);
    if ((fflush (stdout) != 0 || ferror (stdout)) && status == EXIT_DONE) {
        fprintf (stderr, "qcdc: %s\n", _ ("the output could not be written to its end"));
        status = EXIT_FAILED;
    }
    return status;
}

static int option_unknown (const struct option *options, const char *typed)
{
    nearest_t nearest;
    char said[200];
    const char *name = typed + strspn (typed, "-");
    nearest_begin (&nearest, name);
    for (; options->name; options++)
        nearest_offer (&nearest, options->name, options->name);
    if (!nearest_found (&nearest) || strcmp (nearest_found (&nearest), name) == 0)
        return usage_fail (_ ("unknown option or missing value: %s"), typed);
    char shown[100];
    snprintf (said, sizeof said, _ ("%s; did you mean --%s?"), text_shorten (typed, shown, sizeof shown),
              nearest_found (&nearest));
    return usage_fail (_ ("unknown option or missing value: %s"), said);
}

/*  Options before the command are qcdc's own; what follows belongs to the command.  Nothing is opened before the
 *  command runs: --help must be instant. */
int main (int argc, char **argv)
{
    static const struct option OPTIONS[] = {{"home", required_argument, NULL, 'H'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"no-pager", no_argument, NULL, 'P'},
                                            {"version", no_argument, NULL, 'V'},
                                            {0}};
    i18n_init ();
    process_close ();
    const char *home = NULL;
    opterr = 0;
    for (int option; (option = getopt_long (argc, argv, "+hV", OPTIONS, NULL)) != -1;) {
        switch (option) {
        case 'H':
            home = optarg;
            break;
        case 'h':
            usage_print (stdout, &TABLE, NULL, NULL);
            return EXIT_DONE;
        case 'P':
            pager_off ();
            break;
        case 'V':
            puts ("qcdc " QCDC_PROGRAM_VERSION);
            return EXIT_DONE;
        default:
            return option_unknown (OPTIONS, argv[optind - 1]);
        }
    }
    if (optind == argc)
        return command_run (&DESK, 0, argv + optind, home);
    const char *name = argv[optind];
    int count = argc - optind - 1;
    if (strcmp (name, "complete") == 0)
        return complete (home, count, argv + optind + 1);
    if (strcmp (name, "help") == 0 && count > 0 && argv[optind + 1][0] != '-')
        return help (home, argv[optind + 1], count - 1, argv + optind + 2);
    if (strcmp (name, "help") == 0) {
        usage_print (stdout, &TABLE, NULL, NULL);
        return EXIT_DONE;
    }
    const command_row_t *command = command_named (name);
    return command ? command_run (command, count, argv + optind + 1, home) : command_unknown (name);
}
