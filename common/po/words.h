/*  words.h — words that are translated where they are shown, not where they are written: never compiled, only read by
 *  xgettext.  The programs find them by the value of a cell or the name of a column (see extract.sh). */

/* states of petitions */
N_ ("received")
N_ ("classified")
N_ ("accepted")
N_ ("suspended")
N_ ("settled")
N_ ("in force")
N_ ("carried out")
N_ ("refused")
N_ ("guided")
N_ ("forwarded")
N_ ("withdrawn")

/* states of reports */
N_ ("missing")
N_ ("on_time")
N_ ("late")
N_ ("due")

/* how a value came about */
N_ ("filed")
N_ ("corrected")

/* kinds of petition */
N_ ("KHIEU_NAI")
N_ ("TO_CAO")
N_ ("KIEN_NGHI")
N_ ("PHAN_ANH")

/* fields of petitions */
N_ ("DAT_DAI")
N_ ("XAY_DUNG")
N_ ("DAU_TU")
N_ ("DANG_KY_KD")
N_ ("THUE")
N_ ("MOI_TRUONG")
N_ ("CHE_DO_CHINH_SACH")
N_ ("TU_PHAP")
N_ ("CAN_BO")
N_ ("KHAC")

/* channels */
N_ ("TRUC_TIEP")
N_ ("BUU_CHINH")
N_ ("TRUC_TUYEN")
N_ ("CHUYEN_DEN")

/* outcomes */
N_ ("DUNG")
N_ ("SAI")
N_ ("DUNG_MOT_PHAN")
N_ ("RUT_DINH_CHI")

/* steps of petitions */
N_ ("CLASSIFIED")
N_ ("ACCEPTED")
N_ ("REFUSED")
N_ ("GUIDED")
N_ ("FORWARDED")
N_ ("EXTENDED")
N_ ("SUSPENDED")
N_ ("RESUMED")
N_ ("SETTLED")
N_ ("WITHDRAWN")
N_ ("IN_FORCE")
N_ ("CARRIED_OUT")

/* columns of the named queries */
N_ ("unit")
N_ ("kind")
N_ ("field")
N_ ("month")
N_ ("pending")
N_ ("cell")
N_ ("value")
N_ ("reported")
N_ ("expected")
N_ ("office")
N_ ("form")
N_ ("period")
N_ ("due_on")
N_ ("filed_at")
N_ ("written_at")
N_ ("committed_at")
N_ ("how")
N_ ("state")
N_ ("entry")
N_ ("summary")

/* the same words in other places: (column of the cell, word); a heading is in "column" */
C_ ("verdict", "accepted")
C_ ("verdict", "rejected")
C_ ("verdict", "waiting")
C_ ("state", "rejected")
C_ ("what", "received")
C_ ("column", "received")
C_ ("column", "settled")
C_ ("column", "accepted")
