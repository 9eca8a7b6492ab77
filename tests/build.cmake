# Configures PRESET in FOLDER, with OPTIONS, and builds TARGETS of it; a warning is an error there as everywhere.

function (must)
  execute_process (COMMAND ${ARGV} RESULT_VARIABLE status)
  if (NOT status EQUAL 0)
    message (FATAL_ERROR "preset ${PRESET}: ${ARGV} ends with ${status}")
  endif ()
endfunction ()

separate_arguments (TARGETS)
separate_arguments (OPTIONS)
must (${CMAKE_COMMAND} --preset ${PRESET} -B ${FOLDER} ${OPTIONS})
must (${CMAKE_COMMAND} --build ${FOLDER} -j 2 --target ${TARGETS})
